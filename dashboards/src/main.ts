import { attend } from './attendance.ts';
import { LANGS } from './i18n/languages.ts';
import { loadMessages } from './i18n/messages.ts';
import type { Page } from './page/page.ts';
import { browserStore, readPreference } from './page/preference.ts';
import { SignIn } from './page/sign-in.ts';
import { firstScreens, landingOf, tabStore } from './page/usable-screens.ts';

/** A screen and the elements that it is made of. */
interface ScreenModule {
  readonly Screen: new () => Page;
  readonly elements: Readonly<Record<string, CustomElementConstructor>>;
}

const wall = (): Promise<ScreenModule> => import('./wall/elements.ts');
/** The screen of each address, a file of its own: a wall does not load the planner. */
const SCREENS: Record<string, () => Promise<ScreenModule>> = {
  '/': wall,
  '/ward': () => import('./ward/elements.ts'),
  '/planner': () => import('./planner/elements.ts'),
  '/pipeline': () => import('./pipeline/elements.ts'),
};

/** Milliseconds until a failed load is retried; a wall may start before its server. */
const RETRY_MS = 5_000;

attend(window);
customElements.define('sign-in', SignIn);
const language = readPreference('lang', LANGS, location.search, browserStore());
// the menu is drawn once, with what it leads to
const [{ Screen, elements }, screens] = await Promise.all([
  withRetries(SCREENS[location.pathname] ?? wall),
  firstScreens(tabStore()),
  withRetries(() => loadMessages(language)),
]);
const landing = landingOf(location.pathname, screens);
if (landing !== null) location.replace(landing);
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
const page = new Screen();
page.screens = screens;
document.body.append(page);

async function withRetries<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
