import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { CareTeam } from '../../../schemas/care-teams.ts';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { messagesOf, type WardMessages } from '../i18n/messages.ts';
import { sentences } from '../live/announce.ts';
import type { Connection } from '../live/connection.ts';
import { LivePage } from '../live/live-page.ts';
import { loadStatus } from '../page/load-status.ts';
import { stateWord } from '../state-word.ts';
import { nameBeside } from '../ward-name.ts';
import { lendersNow } from './lenders-now.ts';
import { nowPanel } from './now-panel.ts';
import { shiftRows } from './shift-rows.ts';
import { shiftsPanel } from './shifts-panel.ts';
import { timePanel } from './time-panel.ts';
import { unknownWard } from './unknown-ward.ts';
import { WardData } from './ward-data.ts';
import { RANGES, type Range, windowAround, within } from './window.ts';

const MINUTE_MS = 60_000;
const NO_HOURS: readonly IntensityPoint[] = [];
const NO_TEAMS: readonly CareTeam[] = [];

/** One ward around now: its state, need against staffing, patients, and the nurses' own judgement. */
export class WardScreen extends LivePage {
  static override properties = {
    ...LivePage.properties,
    range: { state: true },
  };
  protected readonly screen = 'ward';
  declare private range: Range;
  private readonly wardId = new URLSearchParams(location.search).get('id') ?? '';
  private readonly data = new WardData(this, {
    wardId: this.wardId,
    now: () => (this.isSignedOut || this.identity === null ? null : this.dataNow),
    onSignedOut: () => this.signedOut(),
  });

  constructor() {
    super();
    const chosen = new URLSearchParams(location.search).get('range');
    this.range = RANGES.find((range) => range === chosen) ?? '48h';
  }

  protected override scope(): string {
    const identity = this.identity;
    return identity === null
      ? this.wardId || this.messages.ward
      : `${identity.wardId} ${nameBeside(identity)}`.trim();
  }

  protected override legend(): string {
    return this.messages.legend;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { view, messages, ward } = this;
    const state =
      ward === null
        ? ''
        : `${this.scope()}: ${stateWord(ward, this.stateOf(ward), messages, this.format)}`;
    this.announce(this.subject, sentences(messages[view.connection], state));
  }

  protected override content(): TemplateResult {
    const { site, view, messages, ward, wardId } = this;
    if (this.isUnknown()) return unknownWard(wardId, site?.wards ?? view.wards, messages);
    if (ward === null) {
      const why = view.connection === 'forbidden' ? messages.forbidden : messages.connecting;
      return html`<p class="waiting">${why}</p>`;
    }
    const at = this.dataNow;
    return html`<p class="way">
        <a href="/">${messages.toWall}</a>
        ${
          this.seesSumsAlone
            ? nothing
            : html`<a href="#patients-title">${messages.patientsTitle}</a>
                <a href="#judgement-title">${messages.judgementTitle}</a>`
        }
        <button @click=${() => print()}>${messages.print}</button>
      </p>
      ${at === null ? nothing : html`<p class="printed">${messages.printedAt(this.format.date(at), this.format.clock(at))}</p>`}
      ${nowPanel({
        ward,
        state: this.stateOf(ward),
        age: this.age(ward),
        lenders: lendersNow(ward, view.wards, (each) => this.stateOf(each)),
        mayPlan: this.isOffered('planner'),
        messages,
        language: this.language,
        format: this.format,
      })}
      ${this.overTime()} ${this.seesSumsAlone ? nothing : this.people()}`;
  }

  /** Charts and shifts; drawn again once a minute, or when an answer comes. */
  private overTime(): TemplateResult {
    const { data, site, range, language, messages, format } = this;
    const { hours, shifts } = data;
    const now = this.dataNow;
    if (site === null || hours.value === null || now === null) {
      return html`<section class="panel">
        <h2>${messages.needTitle}</h2>
        ${loadStatus(hours, messages)}
      </section>`;
    }
    const { items, from, to } = hours.value;
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const seen = windowAround(now, range);
    return html`<div class="columns">${guard(
      [hours.value, shifts.value, shifts.failure, minute, range, language, format],
      () => {
        const points = within(items, seen);
        const own = within(shifts.value?.items ?? [], seen);
        const rows = shiftRows(own, items, { from, to }, site.productiveShare);
        const model = { points, now, language, messages, format };
        return html`${timePanel({ ...model, range, onRange: (value) => this.look(value) })}
        ${shifts.value === null ? loadStatus(shifts, messages) : shiftsPanel({ ...model, rows })}`;
      },
    )}</div>`;
  }

  private people(): TemplateResult {
    const { data, language, wardId, site, format } = this;
    const points = data.hours.value?.items ?? NO_HOURS;
    const onSignedOut = this.onSignedOut;
    const own = site?.wards.find((ward) => ward.wardId === wardId);
    return html`<ward-patients
        .wardId=${wardId}
        .points=${points}
        .teams=${own?.careTeams ?? NO_TEAMS}
        .language=${language}
        .format=${format}
        .onSignedOut=${onSignedOut}
      ></ward-patients>
      <ward-judgements
        .wardId=${wardId}
        .points=${points}
        .now=${Math.floor((this.dataNow ?? 0) / MINUTE_MS) * MINUTE_MS}
        .isAccepted=${site?.judgements ?? null}
        .mayJudge=${site?.mayJudge.includes(wardId) ?? null}
        .language=${language}
        .format=${format}
        .onSignedOut=${onSignedOut}
        .onAnnounce=${this.onAnnounce}
      ></ward-judgements>`;
  }

  /** Whether the user is known to see no more than the wall: neither patients nor judgements of any ward. */
  private get seesSumsAlone(): boolean {
    return this.screens !== null && !this.screens.includes('planner');
  }

  private get messages(): WardMessages {
    return messagesOf(this.language).ward;
  }

  private get ward(): WardNow | null {
    return this.view.wards.find(({ wardId }) => wardId === this.wardId) ?? null;
  }

  private get identity() {
    return this.ward ?? this.site?.wards.find(({ wardId }) => wardId === this.wardId) ?? null;
  }

  /** Stream time; the server's time before there is data. */
  private get dataNow(): number | null {
    const { dataNow, heardAt, now } = this.view;
    return dataNow ?? (heardAt === null ? null : now);
  }

  /** The subject of the status line: a change is announced at once. */
  private get subject(): string {
    return `${this.view.connection} ${this.language}`;
  }

  private isUnknown(): boolean {
    const { heardAt, wards } = this.view;
    return this.identity === null && (this.site !== null || (heardAt !== null && wards.length > 0));
  }

  protected override connection(): Connection {
    const { view, messages, format } = this;
    return { view, pausedAt: null, current: null, messages, format };
  }

  private readonly onSignedOut = () => this.signedOut();

  private readonly onAnnounce = (text: string) => {
    this.announced = { subject: this.subject, text, at: this.view.now };
    this.requestUpdate();
  };

  private look(range: Range): void {
    this.range = range;
    const search = new URLSearchParams(location.search);
    search.set('range', range);
    history.replaceState(history.state, '', `${location.pathname}?${search}`);
  }
}
