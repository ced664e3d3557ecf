import { html, nothing, type TemplateResult } from 'lit';
import type { HeatmapCell, IntensityPoint } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { address } from '../api.ts';
import { trouble } from '../page/trouble.ts';
import { gapFile } from './gap-file.ts';
import { gapTable, shiftText } from './gap-table.ts';
import { Panel, type Source } from './panel.ts';
import { type Each, getAll, joinAddresses } from './request-queue.ts';
import { type ShiftAhead, shiftsAhead } from './shifts-ahead.ts';
import { suggestionsOf } from './suggestion.ts';
import { suggestionList } from './suggestion-list.ts';
import { quality, spanOf } from './summaries.ts';
import { trustOf } from './trust.ts';

/** Each ward is a request of its own. */
const MOST_WARDS = 12;
const HOUR_MS = 3_600_000;
const AHEAD_HOURS = 24;
const USUAL_HOURS = 56 * 24;
const EVERY_MS = 300_000;

/** Planned staffing of the coming day against usual need, and who might be lent between wards. */
export class GapsPanel extends Panel {
  static override properties = {
    ...Panel.properties,
    now: { attribute: false },
    standing: { attribute: false },
  };
  /** Start of the hour (ms) that holds stream time. */
  declare now: number;
  /** The wards as they stand; `null` if unknown. */
  declare standing: readonly WardNow[] | null;
  protected override readonly name = 'gaps';
  private readonly ahead = this.resource<readonly IntensityPoint[]>(
    () => {
      const { path, query } = this.planned;
      return address(path, { ...query, format: 'json' });
    },
    { every: EVERY_MS },
  );
  private readonly usual = this.resource<
    readonly Each<{ readonly items: readonly HeatmapCell[] }>[]
  >(
    () =>
      joinAddresses(
        this.shown.map((wardId) => {
          const { path, query } = this.usualSource(wardId);
          return address(path, query);
        }),
      ),
    { fetch: getAll },
  );

  protected override heading(): string {
    return this.messages.gapsTitle;
  }

  protected override sources(): readonly Source[] {
    return [this.planned, ...this.shown.map((wardId) => this.usualSource(wardId))];
  }

  protected override method(): readonly string[] {
    const { messages } = this;
    return [messages.gapsMethod, messages.suggestionMethod, messages.gapsNotByChoice];
  }

  protected override content(): TemplateResult {
    const { messages, format, query, shown } = this;
    const ahead = this.ahead.value;
    const usual = this.usual.value;
    if (ahead === null) return html`${trouble(this.ahead, messages)}`;
    if (usual === null) return html`${trouble(this.usual, messages)}`;
    const cells = usual.map((answer) => ('value' in answer ? answer.value.items : []));
    const shifts = shiftsAhead(
      ahead,
      new Map(shown.map((wardId, i) => [wardId, cells[i] ?? []])),
      this.site,
    );
    const failed = usual.find((answer) => 'failure' in answer);
    const weeks = spanOf(
      shifts.flatMap(({ wards }) => wards.map((ward) => ward.usual?.n ?? null)),
      format.whole,
      messages,
    );
    return html`${trouble(this.ahead, messages)}
      <p class="help">
        ${messages.gapsHelp(format.dayAndClock(this.now))}
        ${shown.length < query.wards.length ? messages.gapsFirst(shown.length, query.wards.length) : nothing}
        ${query.knownAt === null ? nothing : messages.gapsNotByChoice}
      </p>
      ${
        failed !== undefined && 'failure' in failed
          ? html`<p class="remark" role="alert">${messages[failed.failure]}</p>`
          : nothing
      }
      ${gapTable(shifts, this.shown, messages, format)}
      <p class="exports">
        <a
          href="data:text/csv;charset=utf-8,${encodeURIComponent(gapFile(shifts, messages, format))}"
          download="gap.csv"
          aria-label="${messages.csv}: ${messages.gapsTitle}"
          >${messages.csv}</a
        >
      </p>
      <p class="facts">
        ${weeks === null ? messages.noUsual : `n ${weeks}: ${messages.usualOf(weeks)}`}.
        ${quality(cells.flat(), messages, format)}
      </p>
      <h3>${messages.suggestionsTitle}</h3>
      <p class="help">${messages.suggestionsHelp}</p>
      ${this.suggested(shifts)}`;
  }

  private suggested(shifts: readonly ShiftAhead[]): TemplateResult {
    const { standing, messages, format } = this;
    if (standing === null) return html`<p class="remark">${messages.notStanding}</p>`;
    const byId = new Map(standing.map((ward) => [ward.wardId, ward]));
    const list = shifts.map((shift) => ({
      shift: shiftText(shift, messages, format),
      ...suggestionsOf(shift.wards, (wardId) => trustOf(byId.get(wardId))),
    }));
    return suggestionList(list, messages, format);
  }

  private get shown(): readonly string[] {
    return this.query.wards.slice(0, MOST_WARDS);
  }

  private get planned(): Source {
    const { from, to } = rangeOf(this.now, AHEAD_HOURS);
    const query = { wards: this.shown.join(','), from, to, grain: 'hour' };
    return { name: this.messages.planned, path: '/v1/export/ward-hours', query };
  }

  private usualSource(wardId: string): Source {
    const { from, to } = rangeOf(this.now - USUAL_HOURS * HOUR_MS, USUAL_HOURS);
    const name = `${this.messages.usualNeed} ${wardId}`;
    return { name, path: '/v1/heatmap', query: { wards: wardId, from, to } };
  }
}

function rangeOf(from: number, hours: number): { readonly from: string; readonly to: string } {
  const text = (instant: number) => new Date(instant).toISOString();
  return { from: text(from), to: text(from + hours * HOUR_MS) };
}
