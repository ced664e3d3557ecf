import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { Format } from '../format.ts';
import type { Chart, Size, Table } from './chart.ts';
import { hourLabel } from './hour-axis.ts';
import { stepArea, stepLine } from './steps.ts';
import { type FrameHour, type FrameWords, timeFrame } from './time-frame.ts';

/** An hour's value and its bounds; `null` if unknown. */
export interface BandHour extends FrameHour {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface BandChartOptions {
  readonly hours: readonly BandHour[];
  /** A value that all are held against, drawn as a line. */
  readonly rule?: number;
  /** ms; `null` if there is no rule. */
  readonly now: number | null;
  readonly unit: string;
  /** How a value is written. */
  readonly label: (value: number) => string;
  /** Headings: hour, value, and bounds if there are any. */
  readonly columns: readonly string[];
  readonly summary: string;
  readonly messages: FrameWords;
  readonly format: Format;
}

/** A value hour by hour, with its bounds, which are drawn whole, or against a rule. */
export function bandChart(options: BandChartOptions): Chart {
  const { summary } = options;
  return { summary, draw: (size) => draw(options, size), table: () => table(options) };
}

function draw(options: BandChartOptions, size: Size): SVGTemplateResult {
  const { hours, rule } = options;
  const values = hours.flatMap(({ value, high }) => [value ?? 0, high ?? 0]).concat(rule ?? []);
  const { x, y, back, front } = timeFrame(hours, { ...options, size, values });
  const field = stepArea(
    hours,
    ({ low, high }) => (low === null || high === null ? null : [low, high]),
    x,
    y,
  );
  return svg`${back}
    <path class="bounds-band" d=${field} />
    ${rule === undefined ? nothing : svg`<path class="rule-line" d=${stepLine(hours, () => rule, x, y)} />`}
    <path class="need-line" d=${stepLine(hours, ({ value }) => value, x, y)} />
    ${front}`;
}

function table({ hours, columns, label, messages, format }: BandChartOptions): Table {
  const rows = hours.map(({ from, value, low, high }, i) => {
    const bounds = low === null || high === null ? '–' : `${label(low)}–${label(high)}`;
    const hour = `${format.day(from)} ${hourLabel(hours, i, messages)}`;
    return [hour, value === null ? '–' : label(value), bounds].slice(0, columns.length);
  });
  return { columns, rows };
}
