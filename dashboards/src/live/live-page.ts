import type { nothing, TemplateResult } from 'lit';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { age } from '../age.ts';
import { Page } from '../page/page.ts';
import { type State, stateOf } from '../status.ts';
import { type Announcement, announce } from './announce.ts';
import { type Contact, contactLine, contactTrouble, contactWarning, isOld } from './contact.ts';
import { Live, type LiveView, NOTHING_YET } from './live.ts';

/** A screen that follows the wards as they stand now. */
export abstract class LivePage extends Page {
  static override properties = { ...Page.properties, view: { state: true } };
  /** What was heard last. */
  declare protected view: LiveView;
  /** What a screen reader was told last. */
  protected said: Announcement | null = null;
  private readonly live = new Live((view) => {
    this.view = view;
    if (view.contact === 'signedOut') this.signedOut();
  });

  constructor() {
    super();
    this.view = NOTHING_YET;
  }

  /** How the screen stands with its server. */
  protected abstract contact(): Contact;

  /** What is shown of what was heard. */
  protected shown(): LiveView {
    return this.view;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.live.start();
  }

  override disconnectedCallback(): void {
    this.live.stop();
    super.disconnectedCallback();
  }

  protected override signedIn(): void {
    super.signedIn();
    this.live.resume();
  }

  protected override isOld(): boolean {
    return isOld(this.view);
  }

  protected override status(): string {
    return this.said?.text ?? '';
  }

  protected override head(): TemplateResult {
    return contactLine(this.contact());
  }

  protected override warning(): TemplateResult | typeof nothing {
    return contactWarning(this.contact());
  }

  /** Tells a screen reader what is wrong, or else `text`; at once where the subject is another. */
  protected announce(subject: string, text: string): void {
    const told = contactTrouble(this.contact()) ?? text;
    this.said = announce(this.said, { subject, text: told, at: this.view.now });
  }

  protected stateOf(ward: WardNow): State {
    return this.isOld() ? 'stale' : stateOf(ward);
  }

  /** How old the newest input of a ward is. */
  protected age({ newestInputAt }: WardNow): string {
    const { dataNow } = this.shown();
    if (newestInputAt === null || dataNow === null) return this.common.noInput;
    return age(dataNow - Date.parse(newestInputAt), this.common);
  }
}
