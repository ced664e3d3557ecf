import { html, LitElement, type TemplateResult } from 'lit';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf } from '../i18n/messages.ts';

/** Result of a sign-in: accepted, refused, or no response. */
export type SignInResult = 'signedIn' | 'refused' | 'failed';

/** A form that begins a session with a key. */
export class SignIn extends LitElement {
  static override properties = {
    language: { attribute: false },
    result: { state: true },
  };
  declare language: Lang;
  /** Called once the server accepts the key. */
  declare onSignedIn: () => void;
  declare signIn: (key: string) => Promise<SignInResult>;
  declare private result: SignInResult | null;

  constructor() {
    super();
    this.language = 'sv';
    this.onSignedIn = () => {};
    this.signIn = beginSession;
    this.result = null;
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

/** Ends the session of this browser; resolves to whether the server did. */
export async function endSession(): Promise<boolean> {
  const signal = AbortSignal.timeout(10_000);
  const ended = await fetch('/v1/session', { method: 'DELETE', signal }).catch(() => null);
  return ended?.ok === true;
}
