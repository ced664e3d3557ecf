import type { nothing, TemplateResult } from 'lit';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { age } from '../age.ts';
import { Page } from '../page/page.ts';
import { type State, stateOf } from '../status.ts';
import { type Announcement, announce } from './announce.ts';
import {
  type Connection,
  connectionLine,
  connectionProblem,
  connectionWarning,
  isOld,
} from './connection.ts';
import { Live, type LiveView, NOTHING_YET } from './live.ts';

/** A screen that follows the wards live. */
export abstract class LivePage extends Page {
  static override properties = { ...Page.properties, view: { state: true } };
  /** What was received last. */
  declare protected view: LiveView;
  /** What the status line announced last. */
  protected announced: Announcement | null = null;
  private readonly live = new Live((view) => {
    this.view = view;
    if (view.connection === 'signedOut') this.signedOut();
  });

  constructor() {
    super();
    this.view = NOTHING_YET;
  }

  /** The screen's connection to its server. */
  protected abstract connection(): Connection;

  /** The received values that are shown. */
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
    return this.announced?.text ?? '';
  }

  protected override head(): TemplateResult {
    return connectionLine(this.connection());
  }

  protected override warning(): TemplateResult | typeof nothing {
    return connectionWarning(this.connection());
  }

  /** Announces what is wrong, or else `text`; at once if the subject changes. */
  protected announce(subject: string, text: string): void {
    const news = connectionProblem(this.connection()) ?? text;
    this.announced = announce(this.announced, { subject, text: news, at: this.view.now });
  }

  protected stateOf(ward: WardNow): State {
    return stateOf(ward, this.isOld());
  }

  /** How old the newest input of a ward is. */
  protected age({ newestInputAt }: WardNow): string {
    const { dataNow } = this.shown();
    if (newestInputAt === null || dataNow === null) return this.common.noInput;
    return age(dataNow - Date.parse(newestInputAt), this.common);
  }
}
