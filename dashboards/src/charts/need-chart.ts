import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { tenthOf } from '../shown-figure.ts';
import type { Chart, Size, Table } from './chart.ts';
import { hatch } from './hatch.ts';
import { hourLabel } from './hour-axis.ts';
import { stepArea, stepLine } from './steps.ts';
import { type FrameHour, timeFrame } from './time-frame.ts';

/** What is usual at an hour on such a day: median and p10–p90. */
export interface Usual {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** An hour of need against staffing, in nurses; `null` if unknown. */
export interface NeedHour extends FrameHour {
  readonly required: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly present: number | null;
  /** Why need is missing, in words; `null` if it is known. */
  readonly missing: string | null;
  /** `null` if history is too short. */
  readonly usual: Usual | null;
}

export interface NeedChartOptions {
  readonly hours: readonly NeedHour[];
  /** ms; `null` if unknown. */
  readonly now: number | null;
  /** Who is needed, as the unit of the scale. */
  readonly unit: string;
  readonly summary: string;
  /** Whether staffing is held against need; not against need by the norm. */
  readonly isCompared?: boolean;
  readonly messages: WardMessages;
  readonly format: Format;
}

/** How much higher than need and staffing the scale reaches for a band; the rest of it is cut. */
const HEADROOM = 1.3;

/** Need with its bounds against staffing; hatched where more is required than is there. */
export function needChart(options: NeedChartOptions): Chart {
  const { summary, isCompared = true } = options;
  const hours = isCompared
    ? options.hours
    : options.hours.map((hour) => ({ ...hour, present: null }));
  const shown = { ...options, hours, isCompared };
  return { summary, draw: (size) => draw(shown, size), table: () => table(shown) };
}

/** Hours in which more is required than is there, as the difference is shown. */
export function lacking<H extends Pick<NeedHour, 'required' | 'present'>>(
  hours: readonly H[],
): H[] {
  return hours.filter(
    ({ required, present }) =>
      required !== null && present !== null && tenthOf(required - present) > 0,
  );
}

/** What the scale of a need chart must hold. */
export function heights(hours: readonly NeedHour[]): number[] {
  const values = hours.flatMap(({ required, present, usual }) =>
    [required, present, usual?.p50 ?? null].filter((value) => value !== null),
  );
  const top = Math.max(0, ...values) * HEADROOM;
  const bands = hours.flatMap(({ high, usual }) => [high ?? 0, usual?.p90 ?? 0]);
  return [...values, Math.min(Math.max(0, ...bands), top)];
}

function draw(options: NeedChartOptions, size: Size): SVGTemplateResult {
  const { hours, now, unit, messages, format } = options;
  const label = (value: number) => format.tenths(value);
  const frame = timeFrame(hours, {
    size,
    values: heights(hours),
    unit,
    label,
    now,
    messages,
    format,
  });
  const { x, y, back, front } = frame;
  const between = (low: number | null, high: number | null) =>
    low === null || high === null ? null : ([low, high] as const);
  const lack = lacking(hours);
  const gap = stepArea(lack, ({ required, present }) => [present!, required!], x, y);
  const band = stepArea(hours, ({ low, high }) => between(low, high), x, y);
  const usualBand = stepArea(hours, ({ usual }) => usual && [usual.p10, usual.p90], x, y);
  return svg`${back}
    <path class="bounds-band" d=${band} />
    <path class="usual-band" d=${usualBand} />
    ${lack.length === 0 ? nothing : svg`${hatch()}<path class="need-gap" d=${gap} />`}
    <path class="present-line" d=${stepLine(hours, ({ present }) => present, x, y)} />
    <path class="need-line" d=${stepLine(hours, ({ required }) => required, x, y)} />
    <path class="usual-line" d=${stepLine(hours, ({ usual }) => usual?.p50 ?? null, x, y)} />
    ${front}`;
}

function table({ hours, isCompared, messages, format }: NeedChartOptions): Table {
  const hasUsual = hours.some(({ usual }) => usual !== null);
  const number = (value: number | null) => (value === null ? '–' : format.tenth(value));
  const columns = [
    ...[messages.hour, messages.need, messages.bounds],
    ...(isCompared ? [messages.present, messages.gap] : []),
  ];
  const rows = hours.map((hour, i) => {
    const { required, low, high, present, missing, usual } = hour;
    const gap = required === null || present === null ? null : present - required;
    const cells = [
      `${format.day(hour.from)} ${hourLabel(hours, i, messages)}`,
      required === null ? (missing ?? '–') : format.tenth(required),
      low === null || high === null ? '–' : `${format.tenth(low)}–${format.tenth(high)}`,
      ...(isCompared ? [number(present), gap === null ? '–' : format.signed(gap)] : []),
    ];
    if (!hasUsual) return cells;
    return [
      ...cells,
      usual === null
        ? '–'
        : `${format.tenth(usual.p50)} (${format.tenth(usual.p10)}–${format.tenth(usual.p90)})`,
    ];
  });
  return { columns: hasUsual ? [...columns, messages.usualNeed] : columns, rows };
}
