import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../../schemas/ward-now.ts';
import { messagesOf, type PlannerMessages } from '../i18n/messages.ts';
import { keepMyWards, readMyWards } from '../page/my-wards.ts';
import { Page } from '../page/page.ts';
import { browserStore } from '../page/preference.ts';
import { Resource } from '../page/resource.ts';
import { clockOf } from '../site-time.ts';
import {
  type Choice,
  fitting,
  type InvalidParam,
  isClosed,
  plannerQueryOf,
  readChoice,
  writeChoice,
} from './choice.ts';
import { choiceBar } from './choice-bar.ts';
import type { PlannerQuery } from './panel.ts';

const HOUR_MS = 3_600_000;
const EVERY_MS = 60_000;
/** Milliseconds: choices that follow each other faster become one query. */
const SETTLE_MS = 350;

/** History of wards and the coming day, for staffing planners. The address holds every choice. */
export class PlannerScreen extends Page {
  static override properties = {
    ...Page.properties,
    choice: { state: true },
    query: { state: true },
    invalid: { state: true },
    outcome: { state: true },
  };
  protected readonly screen = 'planner';
  /** `null` until the site and its time are known. */
  declare private choice: Choice | null;
  /** What panels show; follows the choice. */
  declare private query: PlannerQuery | null;
  declare private invalid: readonly InvalidParam[];
  /** Result of copying the address, or of keeping the user's own wards. */
  declare private outcome: 'copied' | 'notCopied' | 'mineKept' | 'mineNotKept' | null;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly wards = new Resource<Snapshot>(
    this,
    () => (this.isSignedOut ? null : '/v1/wards'),
    { every: EVERY_MS, onSignedOut: () => this.signedOut() },
  );

  constructor() {
    super();
    this.choice = null;
    this.query = null;
    this.invalid = [];
    this.outcome = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.readAddress);
    addEventListener('beforeprint', this.beforePrint);
  }

  override disconnectedCallback(): void {
    removeEventListener('popstate', this.readAddress);
    removeEventListener('beforeprint', this.beforePrint);
    clearTimeout(this.settling);
    super.disconnectedCallback();
  }

  protected override willUpdate(): void {
    const isLoaded = this.wards.value !== null || this.wards.failure !== null;
    if (this.choice === null && isLoaded) this.readAddress();
  }

  protected override scope(): string {
    return this.messages.scope;
  }

  protected override legend(): string {
    return this.messages.legend;
  }

  protected override status(): string {
    if (this.outcome !== null) return this.messages[this.outcome];
    return this.query === null ? '' : this.shownText();
  }

  protected override content(): TemplateResult {
    const { site, choice, query, messages } = this;
    if (site === null) return html`${this.siteStatus()}`;
    if (this.wards.failure === 'forbidden')
      return html`<p class="remark">${messages.forbidden}</p>`;
    if (site.wards.length === 0) return html`<p class="remark">${messages.noWards}</p>`;
    if (choice === null || query === null) return html`<p class="waiting">${messages.loading}</p>`;
    const clock = clockOf(this.now, site.timeZone);
    const today = clock.slice(0, 10);
    // a closed ward stays if the address names it
    const wards = site.wards.filter(
      (ward) => !isClosed(ward, today) || choice.wards.includes(ward.wardId),
    );
    return html`${choiceBar({
      site: { ...site, wards },
      choice,
      messages,
      clock,
      today,
      choose: (part) => this.choose(part),
      copy: () => void this.copy(),
      mine: readMyWards(site.siteId, browserStore()),
      keepMine: () => this.keepMine(),
    })}
      ${this.invalid.map((name) => html`<p class="remark" role="alert">${messages.corrected[name]}</p>`)}
      ${this.outcome === null ? nothing : html`<p class="remark">${messages[this.outcome]}</p>`}
      <p class="shown" ?data-known=${choice.known !== null}>
        <b>${this.shownText()}</b>
        <span class="print-only">${messages.printed(clockOf(Date.now(), site.timeZone).replace('T', ' '))}</span>
      </p>
      ${
        site.mayPlan.length === 0
          ? nothing
          : html`<roster-upload
              .site=${site} .language=${this.language} .format=${this.format}
              .onSignedOut=${() => this.signedOut()}
            ></roster-upload>`
      }
      ${this.panels(choice, query)}`;
  }

  private panels({ measure, compared, ahead }: Choice, query: PlannerQuery): TemplateResult {
    const { site, language, format } = this;
    const toSignIn = () => this.signedOut();
    const hour = Math.floor(this.now / HOUR_MS) * HOUR_MS;
    const standing = this.wards.failure === null ? (this.wards.value?.wards ?? null) : null;
    return html`<div class="panels">
      <ahead-panel
        .query=${query} .site=${site} .language=${language} .format=${format} .onSignedOut=${toSignIn}
        .now=${hour} .standing=${standing} .shown=${ahead}
        .onShown=${(value: Choice['ahead']) => this.choose({ ahead: value })}
      ></ahead-panel>
      <heatmap-panel
        .query=${query} .site=${site} .language=${language} .format=${format} .onSignedOut=${toSignIn}
        .measure=${measure} .standing=${standing}
        .onMeasure=${(value: Choice['measure']) => this.choose({ measure: value })}
      ></heatmap-panel>
      <compare-panel
        .query=${query} .site=${site} .language=${language} .format=${format} .onSignedOut=${toSignIn}
        .compared=${compared}
        .onCompared=${(value: Choice['compared']) => this.choose({ compared: value })}
      ></compare-panel>
      <history-panel
        .query=${query} .site=${site} .language=${language} .format=${format} .onSignedOut=${toSignIn}
      ></history-panel>
      <levels-panel
        .query=${query} .site=${site} .language=${language} .format=${format} .onSignedOut=${toSignIn}
      ></levels-panel>
    </div>`;
  }

  /** Stream time (ms), or the device's if there is none. */
  private get now(): number {
    const streamTime = this.wards.value?.streamTime ?? null;
    return streamTime === null ? Date.now() : Date.parse(streamTime);
  }

  private get messages(): PlannerMessages {
    return messagesOf(this.language).planner;
  }

  private shownText(): string {
    const { choice, messages } = this;
    if (choice === null) return '';
    const { wards, from, to, grain, known } = choice;
    const values =
      known === null ? messages.finalValues : messages.knownThen(known.replace('T', ' '));
    return messages.shown(wards.join(', '), from, to, messages.grain[grain], values);
  }

  /** Reads the address, and writes it back with invalid parameters replaced. */
  private readonly readAddress = (): void => {
    const { site } = this;
    if (site === null || site.wards.length === 0) return;
    const today = clockOf(this.now, site.timeZone).slice(0, 10);
    const { choice, invalid } = readChoice(
      location.search,
      site,
      today,
      readMyWards(site.siteId, browserStore()),
    );
    history.replaceState(history.state, '', writeChoice(choice, location.search));
    this.choice = choice;
    this.invalid = invalid;
    this.outcome = null;
    this.settle();
  };

  private choose(part: Partial<Choice>): void {
    if (this.choice === null) return;
    const wanted = { ...this.choice, ...part };
    const choice = fitting(wanted);
    const isSameRange = choice.from === wanted.from && choice.to === wanted.to;
    this.invalid = !isSameRange ? ['range'] : choice.grain !== wanted.grain ? ['grain'] : [];
    this.choice = choice;
    this.outcome = null;
    history.pushState(null, '', writeChoice(choice, location.search));
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLE_MS);
  }

  /** Updates the panels if the query has changed. */
  private settle(): void {
    clearTimeout(this.settling);
    const { choice, site } = this;
    if (choice === null || site === null) return;
    const query = plannerQueryOf(choice, site.timeZone);
    if (JSON.stringify(query) !== JSON.stringify(this.query)) this.query = query;
  }

  private keepMine(): void {
    const { site, choice } = this;
    if (site === null || choice === null) return;
    const isKept = keepMyWards(site.siteId, choice.wards, browserStore());
    this.outcome = isKept ? 'mineKept' : 'mineNotKept';
  }

  private async copy(): Promise<void> {
    this.outcome = null;
    try {
      await navigator.clipboard.writeText(location.href);
      this.outcome = 'copied';
    } catch {
      this.outcome = 'notCopied';
    }
  }

  /** A printout has the time of printing. */
  private readonly beforePrint = () => this.performUpdate();
}
