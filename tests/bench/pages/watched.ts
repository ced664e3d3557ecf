import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

/** What a page holds once garbage is collected. */
export interface Held {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

const SIZE = { width: 1920, height: 1080 };

/** A page in a context of its own, whose memory Chromium reports. */
export class Watched {
  readonly page: Page;
  private readonly context: BrowserContext;
  private readonly session: CDPSession;

  private constructor(context: BrowserContext, page: Page, session: CDPSession) {
    this.context = context;
    this.page = page;
    this.session = session;
  }

  static async open(browser: Browser): Promise<Watched> {
    const context = await browser.newContext({ viewport: SIZE });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('HeapProfiler.enable');
    return new Watched(context, page, session);
  }

  async held(): Promise<Held> {
    // what the first round leaves to finalizers goes in the second
    for (let round = 0; round < 3; round++) {
      await this.session.send('HeapProfiler.collectGarbage');
      await this.page.waitForTimeout(100);
    }
    const { JSHeapUsedSize, Nodes, JSEventListeners } = await this.metrics();
    return { heapBytes: JSHeapUsedSize!, nodes: Nodes!, listeners: JSEventListeners! };
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private async metrics(): Promise<Record<string, number>> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }
}
