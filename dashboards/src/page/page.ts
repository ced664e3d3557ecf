import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SiteView } from '../../../schemas/read-api.ts';
import { type Format, formatOf } from '../format.ts';
import { HELP_WINDOW, helpAddress } from '../help-address.ts';
import { LANGS, type Lang } from '../i18n/languages.ts';
import { type CommonMessages, loadMessages, messagesOf } from '../i18n/messages.ts';
import { loadStatus } from './load-status.ts';
import { browserStore, keepPreference, readPreference } from './preference.ts';
import { Resource } from './resource.ts';
import { endSession } from './sign-in.ts';
import { applyTheme, isDark, THEMES, type Theme } from './theme.ts';
import {
  clearTab,
  keepScreens,
  landingOf,
  SCREENS,
  type Screen,
  type SessionScreens,
  tabStore,
} from './usable-screens.ts';

const HOME_ZONE = 'Europe/Stockholm';

/** The frame of every screen: title, ways to the others, language, colours, and who is signed in. */
export abstract class Page extends LitElement {
  static override properties = {
    language: { state: true },
    theme: { state: true },
    isSignedOut: { state: true },
    isLanguageMissing: { state: true },
  };
  declare protected language: Lang;
  declare protected theme: Theme;
  declare protected isSignedOut: boolean;
  /** The screens that the user may use, as far as known; `null` if not. */
  screens: readonly string[] | null = null;
  /** True if another language could not be loaded. */
  declare private isLanguageMissing: boolean;
  private nextLanguage: Lang | null = null;
  private readonly store = browserStore();
  private readonly siteResource: Resource<SiteView>;
  /** Where to sign out at the identity provider, once signed out here. */
  private providerSignOut: string | null = null;

  /** Which screen it is; the ward screen is reached from the wall. */
  protected abstract readonly screen: Screen | 'ward';

  constructor() {
    super();
    this.language = readPreference('lang', LANGS, location.search, this.store);
    this.theme = readPreference('theme', THEMES, location.search, this.store);
    this.isSignedOut = false;
    this.isLanguageMissing = false;
    this.siteResource = new Resource(this, () => (this.isSignedOut ? null : '/v1/site'), {
      onSignedOut: () => this.signedOut(),
    });
    new Resource<SessionScreens>(this, () => (this.isSignedOut ? null : '/v1/session'), {
      onValue: ({ screens }) => this.knowScreens(screens ?? null),
    });
  }

  /** Whether the menu leads to a screen: the one that is shown, and those that one may use. */
  protected isOffered(screen: string): boolean {
    return (screen === this.screen && this.isAllowed) || this.screens?.includes(screen) === true;
  }

  /** Whether the user may use this screen; unknown counts as yes, and the server decides. */
  private get isAllowed(): boolean {
    const { screen, screens } = this;
    return screens === null || screens.includes(screen === 'ward' ? 'wall' : screen);
  }

  private knowScreens(screens: readonly string[] | null): void {
    this.screens = screens;
    keepScreens(screens, tabStore());
    const landing = landingOf(location.pathname, screens);
    if (landing !== null) location.replace(landing);
    this.requestUpdate();
  }

  /** What stands beside the title; also in the title of the window. */
  protected abstract scope(): string;
  /** The screen itself. */
  protected abstract content(): TemplateResult;
  /** The state of the screen, in the head beside the title and the menu. */
  protected head(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The screen's own tools, below the head. */
  protected tools(): TemplateResult | typeof nothing {
    return nothing;
  }
  /** What is wrong, below the head. */
  protected warning(): TemplateResult | typeof nothing {
    return nothing;
  }
  /** A screen reader announces this text when it changes: rarely, and in one sentence. */
  protected status(): string {
    return '';
  }
  /** How to read the screen, at its foot. */
  protected legend(): string {
    return '';
  }
  /** True if what is shown can no longer be vouched for. */
  protected isOld(): boolean {
    return false;
  }

  /** The site, `null` until it is known. */
  protected get site(): SiteView | null {
    return this.siteResource.value;
  }

  /** What is shown while the site is unknown. */
  protected siteStatus(): TemplateResult | typeof nothing {
    return loadStatus(this.siteResource, this.common);
  }

  protected get common(): CommonMessages {
    return messagesOf(this.language).common;
  }

  protected get format(): Format {
    return formatOf(this.language, this.site?.timeZone ?? HOME_ZONE);
  }

  /** Shows the sign-in form instead of data. */
  protected signedOut(): void {
    this.isSignedOut = true;
    this.screens = null;
    clearTab(tabStore());
  }

  /** Continues once the user has signed in. */
  protected signedIn(): void {
    this.isSignedOut = false;
    this.providerSignOut = null;
  }

  /** Ends the session on the server; if that fails, the session and the page go on. */
  private async signOut(): Promise<void> {
    const ended = await endSession();
    if (ended === null) return;
    this.providerSignOut = ended.providerSignOut;
    this.signedOut();
  }

  /** Changes the language once its texts are loaded; without them the language stays and the page says so. */
  private async changeLanguage(language: Lang): Promise<void> {
    this.keep('lang', language);
    this.nextLanguage = language;
    const isLoaded = await loadMessages(language).then(
      () => true,
      () => false,
    );
    // the user may have chosen another meanwhile
    if (this.nextLanguage !== language) return;
    this.isLanguageMissing = !isLoaded;
    if (isLoaded) this.language = language;
  }

  /** Keeps a choice for the next visit. */
  protected keep(name: string, value: string): void {
    const search = keepPreference(name, value, location.search, this.store);
    history.replaceState(history.state, '', `${location.pathname}${search}`);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override updated(): void {
    applyTheme(this.theme);
    document.documentElement.lang = this.language;
    document.title = `${this.common.title} – ${this.scope()}`;
  }

  protected override render(): TemplateResult {
    const { common } = this;
    const isShown = !this.isSignedOut && this.isAllowed;
    return html`<div class="page" ?data-old=${this.isOld()}>
      <a class="skip" href="#content">${common.skip}</a>
      <header class="masthead">
        <h1>${common.title} <span class="masthead-scope">· ${this.scope()}</span></h1>
        <nav class="screens" aria-label=${common.screens}>
          ${repeat(
            Object.entries(SCREENS).filter(([screen]) => this.isOffered(screen)),
            ([screen]) => screen,
            ([screen, href]) => html`<a
              href=${href}
              aria-current=${screen === this.screen ? 'page' : nothing}
              >${common[screen as Screen]}</a
            >`,
          )}
          <a href=${helpAddress(this.language, this.screen)} target=${HELP_WINDOW}>${common.help}</a>
        </nav>
        ${isShown ? this.head() : nothing} ${this.choices()}
        ${isShown ? this.tools() : nothing}
      </header>
      ${isShown ? this.warning() : nothing}
      ${this.isLanguageMissing ? html`<p class="remark" role="alert">${common.languageMissing}</p>` : nothing}
      <p class="unseen" role="status">${this.status()}</p>
      <main id="content" tabindex="-1">
        ${
          this.isSignedOut
            ? html`<sign-in
                .language=${this.language}
                .providerSignOut=${this.providerSignOut}
                .onSignedIn=${() => this.signedIn()}
              ></sign-in>`
            : this.isAllowed
              ? this.content()
              : html`<p class="remark">${this.screens?.length === 0 ? common.noScreen : common.otherScreen}</p>`
        }
      </main>
      <footer class="footer">
        <span>${this.legend()}</span><strong>${common.disclaimer}</strong>
      </footer>
    </div>`;
  }

  private choices(): TemplateResult {
    const { common } = this;
    const dark = isDark(this.theme);
    return html`<div class="choices">
      <button
        class="choice-theme"
        aria-label=${common.theme}
        aria-pressed=${dark}
        title=${common.theme}
        @click=${() => {
          this.theme = dark ? 'light' : 'dark';
          this.keep('theme', this.theme);
        }}
      >
        <svg class="icon" viewBox="0 0 20 16" aria-hidden="true">
          <circle cx="10" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2" />
          <path d="M10 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
        </svg>
      </button>
      <div class="choice" role="group" aria-label=${common.language}>
        ${LANGS.map(
          (value) => html`<button
            lang=${value}
            aria-label=${value === 'sv' ? 'sv, Svenska' : 'en, English'}
            aria-pressed=${value === this.language}
            @click=${() => this.changeLanguage(value)}
          >
            ${value}
          </button>`,
        )}
      </div>
      ${this.isSignedOut ? nothing : html`<button @click=${() => this.signOut()}>${common.signOut}</button>`}
    </div>`;
  }
}
