import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { Chart, Size, Table } from './chart.ts';
import { rounded, type Scale, scale } from './scale.ts';

/** A median between two percentiles, with what it is called; `null` if unknown. */
export interface SpreadRow {
  readonly label: string;
  /** Below the label. */
  readonly note: string;
  /** A chosen row differs by shape and weight. */
  readonly isChosen: boolean;
  readonly spread: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
}

export interface SpreadGroup {
  readonly heading: string;
  readonly rows: readonly SpreadRow[];
  /** Drawn as a rule through the rows. */
  readonly median: number | null;
}

export interface SpreadOptions {
  readonly groups: readonly SpreadGroup[];
  /** Of the scale. */
  readonly unit: string;
  /** How a step of the scale is written. */
  readonly label: (value: number) => string;
  /** Stands in a row without a value. */
  readonly missing: string;
  readonly summary: string;
  readonly table: () => Table;
}

const LEFT = 112;
const RIGHT = 14;
const TOP = 32;
const HEADING = 26;
const ROW = 36;

/** Dots with p10–p90, in groups. */
export function spreadChart(options: SpreadOptions): Chart {
  const { summary, table } = options;
  return { summary, draw: (size) => draw(options, size), table };
}

/** CSS pixels that the groups need. */
export function spreadHeight(groups: readonly SpreadGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + HEADING + rows.length * ROW, TOP);
}

function draw({ groups, unit, label, missing }: SpreadOptions, size: Size): SVGTemplateResult {
  const known = groups.flatMap(({ rows }) => rows.flatMap(({ spread }) => spread ?? []));
  const values = known.flatMap(({ p10, p50, p90 }) => [p10, p50, p90]);
  const room = size.width - LEFT - RIGHT;
  const axis = rounded(values, Math.max(2, Math.floor(room / 70)));
  const x = scale(axis.domain, [LEFT, size.width - RIGHT]);
  let y = TOP;
  const drawn = groups.map((group) => {
    const top = y;
    y += HEADING + group.rows.length * ROW;
    return drawnGroup(group, { x, top, missing });
  });
  return svg`<text x="0" y="12">${unit}</text>
    ${axis.steps.map(
      (step) => svg`
        <line class=${step === 0 ? 'axis-zero' : 'axis-line'} x1=${x(step)} x2=${x(step)} y1=${TOP - 10} y2=${y} />
        <text x=${x(step)} y=${TOP - 16} text-anchor="middle">${label(step)}</text>`,
    )}
    ${drawn}`;
}

function drawnGroup(
  { heading, rows, median }: SpreadGroup,
  { x, top, missing }: { x: Scale; top: number; missing: string },
): SVGTemplateResult {
  const first = top + HEADING;
  const bottom = first + rows.length * ROW;
  return svg`<text class="spread-heading" x="0" y=${top + 18}>${heading}</text>
    ${
      median === null
        ? nothing
        : svg`<line class="spread-median" x1=${x(median)} x2=${x(median)} y1=${first} y2=${bottom - 4} />`
    }
    ${rows.map(({ label, note, isChosen, spread }, i) => {
      const middle = first + i * ROW + 13;
      return svg`<g class=${isChosen ? 'spread-row chosen' : 'spread-row'}>
        <text class="spread-label" x="0" y=${middle}>${label}</text>
        <text x="0" y=${middle + 15}>${note}</text>
        ${
          spread === null
            ? svg`<text x=${LEFT} y=${middle + 4}>${missing}</text>`
            : svg`<path class="spread-line" d=${whisker(x(spread.p10), x(spread.p90), middle)} />
              <circle class="spread-dot" cx=${x(spread.p50)} cy=${middle} r=${isChosen ? 6 : 5} />`
        }
      </g>`;
    })}`;
}

function whisker(from: number, to: number, y: number): string {
  return `M${from} ${y}H${to}M${from} ${y - 5}V${y + 5}M${to} ${y - 5}V${y + 5}`;
}
