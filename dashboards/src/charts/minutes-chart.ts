import { type SVGTemplateResult, svg } from 'lit';
import type { Format } from '../format.ts';
import type { WardWords } from '../words/ward.ts';
import type { Chart, Size, Table } from './chart.ts';
import { hourLabel } from './hour-axis.ts';
import { stepArea, stepLine } from './steps.ts';
import { type FrameHour, timeFrame } from './time-frame.ts';

/** Minutes of an hour with their bounds; NULL in hours the patient was not there. */
export interface MinutesHour extends FrameHour {
  readonly minutes: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface MinutesChartOptions {
  readonly hours: readonly MinutesHour[];
  readonly summary: string;
  readonly words: WardWords;
  readonly format: Format;
}

/** What a patient needed, hour by hour. */
export function minutesChart(options: MinutesChartOptions): Chart {
  const { summary } = options;
  return { summary, draw: (size) => draw(options, size), table: () => table(options) };
}

function draw({ hours, words, format }: MinutesChartOptions, size: Size): SVGTemplateResult {
  const values = hours.flatMap(({ minutes, high }) => [minutes ?? 0, high ?? 0]);
  const label = (value: number) => format.tenths(value);
  const unit = words.minutes;
  const frame = timeFrame(hours, { size, values, unit, label, now: null, words, format });
  const { x, y, back } = frame;
  const band = stepArea(
    hours,
    ({ low, high }) => (low === null || high === null ? null : [low, high]),
    x,
    y,
  );
  return svg`${back}
    <path class="need-band" d=${band} />
    <path class="need-line" d=${stepLine(hours, ({ minutes }) => minutes, x, y)} />`;
}

function table({ hours, words, format }: MinutesChartOptions): Table {
  const rows = hours.map(({ from, minutes, low, high }, i) => [
    `${format.day(from)} ${hourLabel(hours, i, words)}`,
    minutes === null ? '–' : format.tenths(minutes),
    low === null || high === null ? '–' : `${format.tenths(low)}–${format.tenths(high)}`,
  ]);
  return { columns: [words.hour, words.minutes, words.bounds], rows };
}
