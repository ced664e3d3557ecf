import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { messagesOf, type PipelineMessages } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import { Page } from '../page/page.ts';
import { browserStore, readPreference } from '../page/preference.ts';
import { Resource } from '../page/resource.ts';
import { type Condition, conditionOf } from './condition.ts';
import { dismissalDialog } from './dismissal-dialog.ts';
import { type DismissalDraft, draftOf, missingFrom } from './dismissal-draft.ts';
import { flow } from './flow.ts';
import { because, conditionLine, facts } from './head.ts';
import type { Health } from './health.ts';
import { letterList, outcomeText } from './letter-list.ts';
import { Letters } from './letters.ts';
import { remembered, type Sample, sampleOf } from './rates.ts';
import { replayDialog } from './replay-dialog.ts';
import { sign } from './signs.ts';
import { silenceList, silencesOf } from './silence.ts';
import { type SnapshotList, snapshotTable } from './snapshots.ts';
import { WARD_ORDERS, type WardOrder, wardTable } from './wards.ts';
import { wrongList, wrongsOf } from './wrongs.ts';

const EVERY_MS = 5_000;
const SNAPSHOTS_EVERY_MS = 5 * 60_000;
const COMMAND = 'npm run cli -- replay events.ndjson.gz --site site.json --out replay';

/** Whether data flows, what is late, whose is missing, and what was rejected. */
export class PipelineScreen extends Page {
  static override properties = {
    ...Page.properties,
    order: { state: true },
    isLackingOnly: { state: true },
    draft: { state: true },
  };
  protected readonly screen = 'pipeline';
  declare private order: WardOrder;
  declare private isLackingOnly: boolean;
  declare private draft: DismissalDraft;
  private readonly health: Resource<Health>;
  private readonly letters: Letters;
  private readonly snapshots: Resource<SnapshotList>;
  private samples: readonly Sample[] = [];
  private sampledAt: number | null = null;
  /** Stream time, and when (ms) it was first received. */
  private stream = { time: '', at: 0 };
  private announced = '';
  private saidOf: unknown[] = [];

  constructor() {
    super();
    this.order = readPreference('inputs', WARD_ORDERS, location.search, browserStore());
    this.isLackingOnly = false;
    this.draft = draftOf({ numbers: [] }, 0);
    const onSignedOut = () => this.signedOut();
    const unlessSignedOut = (path: string) => () => (this.isSignedOut ? null : path);
    this.health = new Resource(this, unlessSignedOut('/v1/pipeline/health'), {
      every: EVERY_MS,
      onSignedOut,
    });
    this.letters = new Letters(this, () => !this.isSignedOut);
    this.snapshots = new Resource(this, unlessSignedOut('/v1/snapshots'), {
      every: SNAPSHOTS_EVERY_MS,
    });
  }

  protected override scope(): string {
    return this.messages.scope;
  }

  protected override legend(): string {
    return this.messages.legend;
  }

  protected override status(): string {
    return this.announced;
  }

  protected override isOld(): boolean {
    return this.condition() === 'lost';
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { value, answeredAt } = this.health;
    if (value !== null && answeredAt !== null && answeredAt !== this.sampledAt) {
      this.sampledAt = answeredAt;
      this.samples = remembered(this.samples, sampleOf(value, answeredAt));
      if (value.streamTime !== null && value.streamTime !== this.stream.time) {
        this.stream = { time: value.streamTime, at: answeredAt };
      }
      this.letters.compare(value.deadLetters);
    }
    this.announce();
  }

  protected override head(): TemplateResult | typeof nothing {
    const condition = this.condition();
    return condition === null ? nothing : conditionLine(condition, this.messages);
  }

  protected override warning(): TemplateResult | typeof nothing {
    const { answeredAt, failure } = this.health;
    if (this.isSignedOut || this.condition() !== 'lost' || failure === null) return nothing;
    const since = answeredAt === null ? null : this.format.clock(answeredAt);
    const { messages } = this;
    return html`<aside class="warning">
      ${sign('lost')}<b>${since === null ? messages.lost : messages.lostSince(since)}</b>
      <span>${messages[failure]} ${since === null ? '' : messages.oldValues}</span>
    </aside>`;
  }

  protected override content(): TemplateResult {
    const { messages, format, letters, snapshots, language } = this;
    const health = this.health.value;
    return html`<div class="parts">
        ${health === null ? this.section('now', messages.now, html`${loadStatus(this.health, messages)}`) : this.standing(health)}
        ${
          health === null
            ? nothing
            : this.section(
                'unplaced',
                messages.unplaced,
                html`<unplaced-lists
                  .counts=${health.unplaced}
                  .language=${language}
                  .format=${format}
                  .onSignedOut=${() => this.signedOut()}
                ></unplaced-lists>`,
              )
        }
        ${this.section(
          'letters',
          messages.letters,
          letterList({
            ...{ letters, language, messages, format, now: Date.now() },
            onReplay: () => this.openDialog('.replay-dialog'),
            onDismiss: (selection, count) => {
              this.draft = draftOf(selection, count);
              void this.updateComplete.then(() => this.openDialog('.dismissal'));
            },
          }),
        )}
        ${
          health === null
            ? nothing
            : this.section(
                'flow',
                messages.flow,
                html`${flow({ health, samples: this.samples, messages, format })}
                  <p class="soft">${messages.flowHelp}</p>`,
              )
        }
        ${this.section('snapshots', messages.snapshots, snapshotTable(snapshots, messages, format))}
        ${this.section(
          'replays',
          messages.replays,
          html`<p>${health?.status === 'starting' ? messages.startingText : ''} ${messages.howToReplay}</p>
            <p><code>${COMMAND}</code></p>`,
        )}
      </div>
      ${replayDialog(format.whole(letters.count), messages, () => void letters.replay())}
      ${dismissalDialog({
        ...{ draft: this.draft, messages, format },
        onDraft: (change) => {
          this.draft = { ...this.draft, sending: 'idle', ...change };
        },
        onSend: () => void this.dismiss(),
      })}`;
  }

  private openDialog(name: string): void {
    this.querySelector<HTMLDialogElement>(`dialog${name}`)?.showModal();
  }

  /** Sends the dismissal; its form stays open until it is taken. */
  private async dismiss(): Promise<void> {
    const missing = missingFrom(this.draft);
    this.draft = { ...this.draft, sending: missing ?? 'sending' };
    if (missing !== null) return;
    const failure = await this.letters.dismiss(this.draft);
    this.draft = { ...this.draft, sending: failure ?? 'idle' };
    if (failure !== null) return;
    this.querySelector<HTMLDialogElement>('dialog.dismissal')?.close();
    // the button that led here is gone with its letter
    await this.updateComplete;
    this.querySelector<HTMLElement>('.outcome')?.focus();
  }

  /** The sections for the whole, with what is wrong first, and for its wards. */
  private standing(health: Health): TemplateResult {
    const { messages, format, site, order, isLackingOnly } = this;
    const condition = this.condition();
    return html`${this.section(
      'now',
      messages.now,
      html`${
        condition === null || condition === 'lost'
          ? nothing
          : html`<p class="because">${because(condition, health, messages, format)}</p>`
      }
      ${wrongList(wrongsOf(health, this.letters.count), messages, format)}
      ${facts(health, messages, format)}`,
    )}
    ${this.section(
      'wards',
      messages.wards,
      html`${wardTable({
        ...{ wards: health.wards, site, order, isLackingOnly, messages, format },
        dataNow: this.dataNow(),
        onOrder: (order) => {
          this.order = order;
          this.keep('inputs', order);
        },
        onLackingOnly: (isLackingOnly) => {
          this.isLackingOnly = isLackingOnly;
        },
      })}
      ${silenceList(silencesOf(health), this.dataNow(), messages, format)}`,
    )}`;
  }

  private section(name: string, title: string, content: TemplateResult): TemplateResult {
    return html`<section class="part" id=${name} data-part=${name}>
      <h2>${title}</h2>
      ${content}
    </section>`;
  }

  private get messages(): PipelineMessages {
    return messagesOf(this.language).pipeline;
  }

  /** `null` while nothing is known, and if it may not be seen. */
  private condition(): Condition | null {
    const { value, failure } = this.health;
    if (failure === 'forbidden' || failure === 'signedOut') return null;
    if (value !== null) return conditionOf(value, failure === null);
    return failure === null ? null : 'lost';
  }

  /** Stream time, going on since it last moved, so that inputs age also when all sources are silent. */
  private dataNow(): number {
    const { time, at } = this.stream;
    return time === '' ? Date.now() : Date.parse(time) + Date.now() - at;
  }

  /** Announces a change of the condition, and the result of a change of letters. */
  private announce(): void {
    const { messages, format, language } = this;
    const { outcome } = this.letters;
    const condition = this.condition();
    const [saidCondition, saidLanguage, saidOutcome] = this.saidOf;
    const isNews = outcome !== null && outcome !== saidOutcome;
    this.saidOf[2] = outcome;
    if (!isNews && condition === saidCondition && language === saidLanguage) return;
    this.saidOf = [condition, language, outcome];
    if (isNews) this.announced = outcomeText(outcome, messages, format);
    else this.announced = condition === null ? '' : messages[condition];
  }
}
