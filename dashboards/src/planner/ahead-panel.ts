import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { address } from '../api.ts';
import { icon } from '../icons.ts';
import type { Lending } from '../lending/lending.ts';
import { trustOf } from '../lending/trust.ts';
import { loadStatus } from '../page/load-status.ts';
import { clockOf } from '../site-time.ts';
import { AHEAD, type Ahead, isClosed } from './choice.ts';
import { gridFile } from './grid-file.ts';
import { Panel, type Source } from './panel.ts';
import { type ShiftGrid, shiftGrid } from './shift-grid.ts';
import { shiftLending } from './shift-lending.ts';
import { rangeAhead } from './shifts-ahead.ts';
import { shortageTable } from './shortage-table.ts';
import { shortagesOf } from './shortages.ts';
import { toggleGroup } from './toggle-group.ts';

const EVERY_MS = 300_000;

/** Planned staffing of fourteen days against usual need, ward by ward and shift by shift, and who can lend. */
export class AheadPanel extends Panel {
  static override properties = {
    ...Panel.properties,
    now: { attribute: false },
    standing: { attribute: false },
    shown: { attribute: false },
  };
  /** Start of the hour (ms) that holds stream time. */
  declare now: number;
  /** The wards as they stand; `null` if unknown. */
  declare standing: readonly WardNow[] | null;
  declare shown: Ahead;
  declare onShown: (shown: Ahead) => void;
  protected override readonly name = 'ahead';
  private readonly points = this.resource<readonly IntensityPoint[]>(
    () => {
      const [{ path, query }] = this.sources();
      return address(path, { ...query, format: 'json' });
    },
    { every: EVERY_MS, isHeld: true },
  );

  protected override heading(): string {
    return this.messages.aheadTitle;
  }

  protected override sources(): readonly [Source] {
    const { now, site, messages } = this;
    const query = { ...rangeAhead(now, site), grain: 'shift' };
    return [{ name: messages.aheadSource, path: '/v1/export/ward-hours', query }];
  }

  protected override method(): readonly string[] {
    const { messages } = this;
    return [
      ...[messages.aheadMethod, messages.levelMethod, messages.sumMethod],
      ...[messages.lenderMethod, messages.aheadNotByChoice],
    ];
  }

  protected override choices(): TemplateResult {
    const { messages, shown } = this;
    const word = (value: Ahead) => messages.aheadShown[value];
    return toggleGroup(messages.aheadShow, AHEAD, shown, word, (value) => this.onShown(value));
  }

  protected override content(): TemplateResult {
    const { messages, format, language, query, shown, standing } = this;
    const points = this.points.value;
    if (points === null) return html`${loadStatus(this.points, messages)}`;
    const all = this.grid(points);
    const rows =
      shown === 'all' ? all.rows : all.rows.filter(({ wardId }) => query.wards.includes(wardId));
    const grid = { columns: all.columns, rows };
    const lending = standing === null ? null : lendingAhead(all, standing);
    const allLabel = shown === 'all' ? messages.hospital : messages.chosenWards;
    return html`${loadStatus(this.points, messages)}
      <p class="help">
        ${messages.aheadHelp} <span class="screen-only">${messages.heatKeys}</span>
        ${query.knownAt === null ? nothing : messages.aheadNotByChoice}
      </p>
      <grid-table
        .grid=${grid}
        .lending=${lending}
        .allLabel=${allLabel}
        .language=${language}
        .format=${format}
      ></grid-table>
      <printed-grid
        .grid=${grid}
        .allLabel=${allLabel}
        .language=${language}
        .format=${format}
      ></printed-grid>
      ${this.legend()} ${shortageTable(shortagesOf(grid, lending), messages, format)}
      <p class="exports">
        <span>${messages.downloadAs}</span>
        <a
          href="data:text/csv;charset=utf-8,${encodeURIComponent(gridFile(grid, lending, messages, format))}"
          download="planned.csv"
          aria-label="${messages.csv}: ${messages.aheadTitle}"
          >${messages.csv}</a
        >
      </p>`;
  }

  private legend(): TemplateResult {
    const { messages, format, site } = this;
    const { thresholds } = site;
    return html`<ul class="ahead-legend" aria-label=${messages.scale}>
      ${(['short', 'tight', 'room'] as const).map((step) => {
        const persons = format.tenth(thresholds[`${step}Persons`]);
        const share = format.percent(thresholds[`${step}Share`]);
        return html`<li><span class="step" data-state=${step}>${icon(step)}</span> ${messages.stepLimit[step](persons, share)}</li>`;
      })}
    </ul>`;
  }

  /** The wards that are open, or are chosen. */
  private grid(points: readonly IntensityPoint[]): ShiftGrid {
    const { site, query, now } = this;
    const today = clockOf(now, site.timeZone).slice(0, 10);
    const wards = site.wards.filter(
      (ward) => !isClosed(ward, today) || query.wards.includes(ward.wardId),
    );
    return shiftGrid(points, { ...site, wards });
  }
}

/** What wards can lend each other in each shift; any may lend, also if it is not shown. */
function lendingAhead({ columns, rows }: ShiftGrid, standing: readonly WardNow[]): Lending[] {
  const byId = new Map(standing.map((ward) => [ward.wardId, ward]));
  return columns.map((_, column) =>
    shiftLending(rows, column, (wardId) => trustOf(byId.get(wardId))),
  );
}
