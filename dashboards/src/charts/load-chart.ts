import { type SVGTemplateResult, svg } from 'lit';
import type { Format } from '../format.ts';
import type { WardWords } from '../words/ward.ts';
import type { Chart, Size, Table } from './chart.ts';
import { hourLabel } from './hour-axis.ts';
import { stepArea, stepLine } from './steps.ts';
import { type FrameHour, timeFrame } from './time-frame.ts';

/** An hour's load, a share of 1, and what is usual for the ward; NULL where it is not known. */
export interface LoadHour extends FrameHour {
  readonly load: number | null;
  readonly usualLoad: { readonly low: number; readonly high: number } | null;
}

export interface LoadChartOptions {
  readonly hours: readonly LoadHour[];
  readonly now: number | null;
  readonly summary: string;
  readonly words: WardWords;
  readonly format: Format;
}

/** Required over available, with the band of what is usual for the ward. */
export function loadChart(options: LoadChartOptions): Chart {
  const { summary } = options;
  return { summary, draw: (size) => draw(options, size), table: () => table(options) };
}

function draw({ hours, now, words, format }: LoadChartOptions, size: Size): SVGTemplateResult {
  const values = hours.flatMap(({ load, usualLoad }) =>
    [load, usualLoad?.high ?? null].filter((value) => value !== null),
  );
  const label = (value: number) => format.percent(value);
  const frame = timeFrame(hours, { size, values, unit: '%', label, now, words, format });
  const { x, y, back, front } = frame;
  const band = stepArea(
    hours,
    ({ usualLoad }) => usualLoad && [usualLoad.low, usualLoad.high],
    x,
    y,
  );
  return svg`${back}
    <path class="load-band" d=${band} />
    <path class="need-line" d=${stepLine(hours, ({ load }) => load, x, y)} />
    ${front}`;
}

function table({ hours, words, format }: LoadChartOptions): Table {
  const rows = hours.map(({ from, load, usualLoad }, i) => [
    `${format.day(from)} ${hourLabel(hours, i, words)}`,
    load === null ? '–' : `${format.percent(load)} %`,
    usualLoad === null
      ? '–'
      : `${format.percent(usualLoad.low)}–${format.percent(usualLoad.high)} %`,
  ]);
  return { columns: [words.hour, words.load, words.usualLoad], rows };
}
