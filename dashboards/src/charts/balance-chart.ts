import { nothing, type SVGTemplateResult, svg } from 'lit';
import { tenthOf } from '../shown-figure.ts';
import type { Chart, Size, Table } from './chart.ts';
import { hatch } from './hatch.ts';
import { rounded, type Scale, scale } from './scale.ts';
import { type Span, stepArea, stepLine } from './steps.ts';

/** Need against staffing of a time, in nurses, mean per hour; `null` if unknown. */
export interface Bucket extends Span {
  readonly localFrom: string;
  readonly shiftId: string | null;
  readonly hours: number;
  readonly knownHours: number;
  readonly hiddenHours: number;
  readonly coverage: number | null;
  readonly reason: string | null;
  readonly load: number | null;
  readonly required: number | null;
  /** Need by the norm, of a bucket without level: no level says how many persons that is. */
  readonly norm: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly present: number | null;
  readonly gap: number | null;
  /** The value has changed since the time that is shown. */
  readonly isChanged: boolean;
}

export interface BalanceOptions {
  readonly buckets: readonly Bucket[];
  /** What the scale holds; the same for charts that stand beside each other. */
  readonly values: readonly number[];
  /** Of the scale. */
  readonly unit: string;
  readonly label: (value: number) => string;
  /** What stands below the axis where a bucket begins; `null` for nothing. */
  readonly axisLabel: (index: number) => string | null;
  readonly summary: string;
  readonly table: () => Table;
}

const INSET = { left: 34, right: 8, top: 20, bottom: 24 };
/** Pixels between labels. */
const APART = 84;
/** How much higher than need and staffing the scale reaches for bounds; the rest is cut. */
const HEADROOM = 1.3;

/** Need and staffing in steps, hatched where more is required than present. */
export function balanceChart(options: BalanceOptions): Chart {
  const { summary, table } = options;
  return { summary, draw: (size) => draw(options, size), table };
}

/** Buckets in which more is required than present, as the difference is shown. */
export function lackingOf<B extends Pick<Bucket, 'required' | 'present'>>(
  buckets: readonly B[],
): B[] {
  return buckets.filter(
    ({ required, present }) =>
      required !== null && present !== null && tenthOf(required - present) > 0,
  );
}

/** What a scale must hold for some buckets. */
export function balanceValues(buckets: readonly Bucket[]): number[] {
  const values = buckets.flatMap(({ required, norm, present }) =>
    [required, norm, present].filter((value) => value !== null),
  );
  const most = Math.max(0, ...values) * HEADROOM;
  return [...values, Math.min(most, Math.max(0, ...buckets.map(({ high }) => high ?? 0)))];
}

/** Which labels are drawn, so that neighbours do not touch: [index, text]. */
export function spaced(
  places: readonly (readonly [x: number, text: string | null])[],
  end: number,
): [x: number, text: string][] {
  const drawn: [number, string][] = [];
  for (const [x, text] of places) {
    const last = drawn.at(-1);
    if (text === null || x + APART * 0.8 > end) continue;
    if (last === undefined || x - last[0] >= APART) drawn.push([x, text]);
  }
  return drawn;
}

function draw(options: BalanceOptions, size: Size): SVGTemplateResult {
  const { buckets, values, unit, label, axisLabel } = options;
  const right = size.width - INSET.right;
  const bottom = size.height - INSET.bottom;
  const start = buckets[0]?.from ?? 0;
  const axis = rounded(values, Math.max(2, Math.floor((bottom - INSET.top) / 40)));
  const x = scale([start, buckets.at(-1)?.to ?? start], [INSET.left, right]);
  const y = scale(axis.domain, [bottom, INSET.top]);
  const labels = spaced(
    buckets.map(({ from }, i) => [x(from), axisLabel(i)]),
    right + INSET.right,
  );
  return svg`${hatch()}
    <text x="0" y="11">${unit}</text>
    ${axis.steps.map(
      (step) => svg`
        <line class="axis-line" x1=${INSET.left} x2=${right} y1=${y(step)} y2=${y(step)} />
        <text x=${INSET.left - 6} y=${y(step) + 4} text-anchor="end">${label(step)}</text>`,
    )}
    ${labels.map(
      ([at, text]) => svg`
        <line class="axis-day" x1=${at} x2=${at} y1=${INSET.top} y2=${bottom + 6} />
        <text x=${at} y=${bottom + 18}>${text}</text>`,
    )}
    ${steps(buckets, x, y)}
    ${buckets
      .filter(({ isChanged }) => isChanged)
      .map(({ from, to }) => {
        const middle = (x(from) + x(to)) / 2;
        return svg`<path class="changed-mark" d="M${middle - 4} ${bottom + 6}h8l-4 -6z" />`;
      })}`;
}

function steps(buckets: readonly Bucket[], x: Scale, y: Scale): SVGTemplateResult {
  const lack = lackingOf(buckets);
  const band = stepArea(
    buckets,
    ({ low, high }) => (low === null || high === null ? null : [low, high]),
    x,
    y,
  );
  const gap = stepArea(lack, ({ required, present }) => [present!, required!], x, y);
  return svg`<path class="bounds-band" d=${band} />
    ${lack.length === 0 ? nothing : svg`<path class="need-gap" d=${gap} />`}
    ${
      buckets.every(({ norm }) => norm === null)
        ? nothing
        : svg`<path class="norm-line" d=${stepLine(buckets, ({ norm }) => norm, x, y)} />`
    }
    <path class="present-line" d=${stepLine(buckets, ({ present }) => present, x, y)} />
    <path class="need-line" d=${stepLine(buckets, ({ required }) => required, x, y)} />`;
}
