import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint, JudgementView } from '../../../schemas/read-api.ts';
import { ApiError, address, type Failure, post, remove } from '../api.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type WardMessages } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import { Resource } from '../page/resource.ts';
import { judgedHours } from './judged.ts';
import { type Changeable, judgedList } from './judged-list.ts';
import { type JudgementDraft, judgementForm, type Sending } from './judgement-form.ts';
import { uuid } from './uuid.ts';
import { asQuery, hourOf } from './window.ts';

const HOUR_MS = 3_600_000;
const DAYS = 7;
const EMPTY: JudgementDraft = { value: null, note: '' };

/** The charge nurses' own judgement, beside the score, and what was judged before. */
export class WardJudgements extends LitElement {
  static override properties = {
    wardId: { attribute: false },
    points: { attribute: false },
    now: { attribute: false },
    isAccepted: { attribute: false },
    mayJudge: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    draft: { state: true },
    sending: { state: true },
    changed: { state: true },
  };
  declare wardId: string;
  /** Hours of the ward, for the score beside a judgement. */
  declare points: readonly IntensityPoint[];
  /** ms, by the data. */
  declare now: number;
  /** Whether the server accepts judgements; `null` until known. */
  declare isAccepted: boolean | null;
  /** Whether the user may judge the ward; `null` until known. */
  declare mayJudge: boolean | null;
  declare language: Lang;
  declare format: Format;
  declare onSignedOut: () => void;
  /** Called with a text to announce. */
  declare onAnnounce: (text: string) => void;
  declare private draft: JudgementDraft;
  declare private sending: Sending;
  /** The id of the judgement that what is written changes, own or not; `null` for a new one. */
  declare private changed: string | null;
  /** Of the judgement that is written; sent again it is the same one. */
  private judgementId = uuid();
  private readonly history = new Resource<{ items: readonly JudgementView[] }>(
    this,
    () => {
      // judgements are of the server's clock, which is before that of a replay, or after it
      const hour = hourOf(Math.max(this.now, this.sentAt ?? 0));
      const range = { from: hour - DAYS * 24 * HOUR_MS, to: hour + 2 * HOUR_MS };
      return address('/v1/judgements', { wards: this.wardId, ...asQuery(range) });
    },
    {
      every: 60_000,
      isHeld: true,
      onSignedOut: () => this.onSignedOut(),
    },
  );
  private sentAt: number | null = null;

  constructor() {
    super();
    this.points = [];
    this.now = 0;
    this.isAccepted = null;
    this.mayJudge = null;
    this.language = 'sv';
    this.onSignedOut = () => {};
    this.onAnnounce = () => {};
    this.draft = EMPTY;
    this.sending = 'idle';
    this.changed = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { messages, format, history, points } = this;
    return html`<section class="panel" aria-labelledby="judgement-title">
      <h2 id="judgement-title">${messages.judgementTitle}</h2>
      <p class="help">${messages.judgementHelp}</p>
      <div class="judgement-columns">
        ${this.form()}
        <div>
          <h3>${messages.judgementHistory}</h3>
          ${loadStatus(history, messages)}
          ${
            history.value === null
              ? nothing
              : judgedList(judgedHours(history.value.items, points), {
                  ...{ messages, format, changed: this.changed },
                  mayChange: this.mayJudge === true && this.isAccepted !== false,
                  isBusy: this.sending === 'sending',
                  onChange: (judgement) => this.change(judgement),
                  onKeep: () => this.begin(),
                  onTakeBack: (id) => void this.takeBack(id),
                })
          }
        </div>
      </div>
    </section>`;
  }

  private get messages(): WardMessages {
    return messagesOf(this.language).ward;
  }

  /** The form, for those who may judge; for others why there is none. */
  private form(): TemplateResult | typeof nothing {
    const { messages, draft, sending, isAccepted, mayJudge } = this;
    const remark = (text: string) => html`<p class="remark">${text}</p>`;
    if (isAccepted === false || sending === 'notFound') return remark(messages.noJudgements);
    if (mayJudge === false || sending === 'forbidden') return remark(messages.notYours);
    if (mayJudge === null) return nothing;
    return judgementForm({
      ...{ draft, sending, messages, isChanging: this.changed !== null },
      onDraft: (change) => this.write(change),
      onSend: () => void this.send(),
    });
  }

  private change({ id, value, note }: Changeable): void {
    this.judgementId = id;
    this.changed = id;
    this.draft = { value, note: note ?? '' };
    this.sending = 'idle';
  }

  /** Begins a new judgement. */
  private begin(): void {
    this.judgementId = uuid();
    this.changed = null;
    this.draft = EMPTY;
    this.sending = 'idle';
  }

  private async takeBack(id: string): Promise<void> {
    if (this.sending === 'sending') return;
    this.sending = 'sending';
    try {
      const ward = encodeURIComponent(this.wardId);
      await remove(`/v1/wards/${ward}/judgements/${encodeURIComponent(id)}`);
      if (this.judgementId === id) this.begin();
      this.sending = 'idle';
      this.onAnnounce(this.messages.takenBack);
      this.history.refresh();
    } catch (error) {
      this.fail(error, 'notTakenBack');
    }
  }

  private fail(error: unknown, broken: 'broken' | 'notTakenBack'): void {
    const failure: Failure = error instanceof ApiError ? error.failure : 'broken';
    this.sending = failure === 'signedOut' || broken === 'broken' ? failure : broken;
    if (failure === 'signedOut') this.onSignedOut();
  }

  private write(change: Partial<JudgementDraft>): void {
    this.draft = { ...this.draft, ...change };
    if (this.sending !== 'sending') this.sending = 'idle';
  }

  private async send(): Promise<void> {
    const { messages } = this;
    const { value, note } = this.draft;
    if (this.sending === 'sending') return;
    if (value === null) {
      this.sending = 'unchosen';
      return;
    }
    this.sending = 'sending';
    try {
      const text = note.trim();
      const body = { id: this.judgementId, value, ...(text === '' ? {} : { note: text }) };
      const path = `/v1/wards/${encodeURIComponent(this.wardId)}/judgements`;
      const judgement = await post<JudgementView>(path, body);
      this.sentAt = Date.parse(judgement.occurredAt);
      this.begin();
      this.sending = 'sent';
      this.onAnnounce(messages.sent(messages.judgementWord(value)));
      this.history.refresh();
    } catch (error) {
      this.fail(error, 'broken');
    }
  }
}
