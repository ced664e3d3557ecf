import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Served } from '../services/api/served.ts';
import { PATIENCE } from '../support/patience.ts';

/** Screens as people have them. */
export const SIZES = {
  large: { viewport: { width: 3840, height: 2160 }, hasTouch: false },
  wall: { viewport: { width: 1920, height: 1080 }, hasTouch: false },
  desktop: { viewport: { width: 1440, height: 900 }, hasTouch: false },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
} as const;
export type Size = keyof typeof SIZES;

export interface Wishes {
  readonly size?: Size;
  readonly colorScheme?: 'light' | 'dark';
  /** Whose key it is signed in with, `null` for nobody; one that may do everything where not given. */
  readonly key?: string | null;
  /**
   * `still`: the time of the page is the server's, and timers go on. `moving`: time goes on from there, and a
   * test can move it.
   */
  readonly clock?: 'still' | 'moving';
}

/** Milliseconds in which a page begins to load its parts, and draws one. */
const DRAWING_MS = 600;

/** Not the site's: what is shown is by the clock of the site. */
const ELSEWHERE = { locale: 'en-US', timezoneId: 'America/New_York' } as const;

/** Someone at a browser of their own, and all that went wrong there. */
export class Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, errors of the page, and requests to anyone but the server. */
  readonly problems: string[] = [];
  readonly hasTouch: boolean;
  private readonly origin: string;

  private constructor(context: BrowserContext, page: Page, origin: string, hasTouch: boolean) {
    this.hasTouch = hasTouch;
    this.context = context;
    this.page = page;
    this.origin = origin;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
    context.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) this.problems.push(request.url());
    });
  }

  /** Opens a browser's window on nothing yet. */
  static async begin(browser: Browser, served: Served, wishes: Wishes = {}): Promise<Visit> {
    const { size = 'desktop', colorScheme = 'light', key = 'admin', clock = 'still' } = wishes;
    const context = await browser.newContext({ ...ELSEWHERE, ...SIZES[size], colorScheme });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const visit = new Visit(context, page, served.app.listeningOrigin, SIZES[size].hasTouch);
    await (clock === 'still'
      ? page.clock.setFixedTime(served.now)
      : page.clock.install({ time: served.now }));
    if (key !== null) await visit.signIn(served.keys.get(key)!);
    return visit;
  }

  /** Goes to an address of the server, and waits until `text` can be seen. */
  async go(path: string, text?: string | RegExp): Promise<Page> {
    await this.page.goto(`${this.origin}${path}`);
    if (text !== undefined) await this.sees(text);
    return this.page;
  }

  /** Waits until a text can be seen. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits until nothing on the page says that it is loading, and what came is drawn. */
  async isDrawn(): Promise<void> {
    await this.page.waitForLoadState('load');
    await this.page.waitForTimeout(DRAWING_MS);
    const loading = this.page.getByText(/^(Laddar|Loading|Ansluter|Connecting) …$/);
    await loading.filter({ visible: true }).first().waitFor({ state: 'hidden' });
    await this.page.waitForTimeout(DRAWING_MS);
  }

  /** How many pixels are beyond the window's right edge. */
  overflow(): Promise<number> {
    return this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  /** Takes what a test brought about itself off the problems. */
  forgive(problem: RegExp): void {
    const others = this.problems.filter((text) => !problem.test(text));
    this.problems.splice(0, Infinity, ...others);
  }

  async end(): Promise<void> {
    await this.context.close();
  }

  private async signIn(key: string): Promise<void> {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await this.context.request.post(`${this.origin}/v1/session`, { headers });
    if (!answer.ok()) throw new Error(`no session: ${answer.status()}`);
  }
}
