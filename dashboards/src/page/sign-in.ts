import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { get } from '../api.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf } from '../i18n/messages.ts';

/** Result of a sign-in: accepted, refused, or no response. */
export type SignInResult = 'signedIn' | 'refused' | 'failed';

/** Parameter of the address by which the server says why a sign-in did not succeed. */
const REFUSED = 'sign-in';

/** Sign-in at an identity provider: where it begins, and the text of its button. */
interface ProviderWay {
  readonly start: string;
  readonly button: Readonly<Record<Lang, string>>;
}

/** Begins a session at an identity provider, if the server has one, or with a key. */
export class SignIn extends LitElement {
  static override properties = {
    language: { attribute: false },
    providerSignOut: { attribute: false },
    result: { state: true },
    provider: { state: true },
  };
  declare language: Lang;
  /** Called once the server accepts the key. */
  declare onSignedIn: () => void;
  declare signIn: (key: string) => Promise<SignInResult>;
  /** Where to sign out at the provider too, after signing out here. */
  declare providerSignOut: string | null;
  declare private result: SignInResult | null;
  declare private provider: ProviderWay | null;
  private refused: string | null = null;

  constructor() {
    super();
    this.language = 'sv';
    this.onSignedIn = () => {};
    this.signIn = beginSession;
    this.providerSignOut = null;
    this.result = null;
    this.provider = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.refused = takeRefusal();
    void get<{ provider: ProviderWay | null }>('/v1/sign-in').then(
      ({ provider }) => {
        this.provider = provider;
      },
      // keys stay as the other way
      () => {},
    );
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    const messages = messagesOf(this.language).common;
    const { result } = this;
    return html`<form class="sign-in" @submit=${this.submit}>
      <h2>${messages.signedOut}</h2>
      ${this.notices()} ${this.providerButton()}
      <label for="key">${messages.key}</label>
      <input
        id="key"
        type="password"
        required
        autocomplete="current-password"
        aria-describedby="key-help"
        aria-invalid=${result === 'refused'}
      />
      <button>${messages.signIn}</button>
      <p id="key-help">${messages.keyHelp} ${isOnServer() ? messages.keyHelpHere : ''}</p>
      <p role="alert">${result === 'refused' || result === 'failed' ? messages[result] : ''}</p>
    </form>`;
  }

  /** What happened before: signed out here alone, or a sign-in that did not succeed. */
  private notices(): TemplateResult {
    const { providerSignOut, refused } = this;
    const { signedOutHere, signOutProvider, signInRefused } = messagesOf(this.language).common;
    return html`${
      refused === null
        ? nothing
        : html`<p role="alert">${signInRefused[refused as keyof typeof signInRefused] ?? signInRefused.failed}</p>`
    }${
      providerSignOut === null
        ? nothing
        : html`<p>${signedOutHere} <a href=${providerSignOut}>${signOutProvider}</a></p>`
    }`;
  }

  private providerButton(): TemplateResult | typeof nothing {
    if (this.provider === null) return nothing;
    const { start, button } = this.provider;
    const to = encodeURIComponent(location.pathname + location.search);
    return html`<a class="provider" href="${start}?to=${to}">${button[this.language]}</a>
      <p class="or">${messagesOf(this.language).common.orKey}</p>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const input = this.querySelector('input')!;
    this.result = null;
    this.result = await this.signIn(input.value.trim());
    if (this.result === 'signedIn') this.onSignedIn();
    else input.select();
  }
}

/** True if the browser runs on the server's own machine. */
function isOnServer(): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
}

async function beginSession(key: string): Promise<SignInResult> {
  // a header cannot hold other characters
  if (!/^[!-~]+$/.test(key)) return 'refused';
  try {
    const headers = { authorization: `Bearer ${key}` };
    const signal = AbortSignal.timeout(10_000);
    const { ok, status } = await fetch('/v1/session', { method: 'POST', headers, signal });
    if (ok) return 'signedIn';
    return status === 401 ? 'refused' : 'failed';
  } catch {
    return 'failed';
  }
}

/** Takes from the address why a sign-in did not succeed: a reload does not repeat it. */
function takeRefusal(): string | null {
  const url = new URL(location.href);
  const refused = url.searchParams.get(REFUSED);
  if (refused === null) return null;
  url.searchParams.delete(REFUSED);
  history.replaceState(history.state, '', url.pathname + url.search);
  return refused;
}

/**
 * Ends the session of this browser.
 * @returns `null` if the server did not; else where to sign out at the identity provider too, if anywhere
 */
export async function endSession(): Promise<{ providerSignOut: string | null } | null> {
  const signal = AbortSignal.timeout(10_000);
  const ended = await fetch('/v1/session', { method: 'DELETE', signal }).catch(() => null);
  if (ended?.ok !== true) return null;
  return ended.status === 200 ? ended.json() : { providerSignOut: null };
}
