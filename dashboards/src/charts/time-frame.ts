import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { Format } from '../format.ts';
import type { CommonMessages } from '../i18n/messages.ts';
import type { Size } from './chart.ts';
import { type AxisHour, labelled } from './hour-axis.ts';
import { rounded, type Scale, scale } from './scale.ts';
import type { Span } from './steps.ts';

/** An hour of a chart: its instants (ms), and the site's clock at its start. */
export type FrameHour = AxisHour & Span;

export interface FrameWords extends CommonMessages {
  readonly now: string;
}

export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  /** Grid, labels and unit; drawn first. */
  readonly back: SVGTemplateResult;
  /** The now rule; drawn last. */
  readonly front: SVGTemplateResult | typeof nothing;
}

export interface FrameOptions {
  readonly size: Size;
  /** What the vertical scale holds, beside 0. */
  readonly values: readonly number[];
  readonly unit: string;
  /** How a step of the scale is written. */
  readonly label: (value: number) => string;
  /** ms; `null` if unknown. */
  readonly now: number | null;
  readonly messages: FrameWords;
  readonly format: Format;
}

const INSET = { left: 34, right: 6, top: 20, bottom: 34 };
const EVERY = [1, 2, 3, 6, 12, 24] as const;
/** Pixels a label needs. */
const HOUR_WIDTH = 30;
const DAY_WIDTH = 84;

/** Time from left to right by instants, so that a day of 23 or 25 hours is as wide as it is long. */
export function timeFrame(hours: readonly FrameHour[], options: FrameOptions): Frame {
  const { size, values, unit, label, now } = options;
  const right = size.width - INSET.right;
  const bottom = size.height - INSET.bottom;
  const start = hours[0]?.from ?? 0;
  const end = hours.at(-1)?.to ?? 1;
  const axis = rounded(values, Math.max(2, Math.floor((bottom - INSET.top) / 36)));
  const x = scale([start, end], [INSET.left, right]);
  const y = scale(axis.domain, [bottom, INSET.top]);
  const back = svg`
    <text x="0" y="11">${unit}</text>
    ${axis.steps.map(
      (step) => svg`
        <line class="axis-line" x1=${INSET.left} x2=${right} y1=${y(step)} y2=${y(step)} />
        <text x=${INSET.left - 6} y=${y(step) + 4} text-anchor="end">${label(step)}</text>`,
    )}
    ${timeLabels(hours, x, bottom, options)}`;
  const isInside = now !== null && now >= start && now <= end;
  const front = isInside
    ? svg`<line class="now-rule" x1=${x(now)} x2=${x(now)} y1=${INSET.top - 4} y2=${bottom} />
      <text class="now-word" x=${x(now)} y="11" text-anchor="middle">${options.messages.now}</text>`
    : nothing;
  return { x, y, back, front };
}

/** Which hours of the clock have a label, so that neighbours do not touch; `null` for none but days. */
export function hoursBetween(hourWidth: number): number | null {
  const every = EVERY.find((hours) => hours * hourWidth >= HOUR_WIDTH) ?? null;
  return every === 24 ? null : every;
}

/** The first hour of each day of the clock. */
export function dayStarts(hours: readonly AxisHour[]): number[] {
  return hours.flatMap(({ localFrom }, i) =>
    i > 0 && hours[i - 1]!.localFrom.slice(0, 10) !== localFrom.slice(0, 10) ? [i] : [],
  );
}

/** The first hour after the clock was changed. */
export function clockChanges(hours: readonly AxisHour[]): number[] {
  return hours.flatMap(({ localFrom }, i) =>
    i > 0 && offset(hours[i - 1]!.localFrom) !== offset(localFrom) ? [i] : [],
  );
}

function timeLabels(
  hours: readonly FrameHour[],
  x: Scale,
  bottom: number,
  { messages, format }: FrameOptions,
): SVGTemplateResult[] {
  const hourWidth = hours.length === 0 ? 1 : (x(x.domain[1]) - x(x.domain[0])) / hours.length;
  const every = hoursBetween(hourWidth);
  const ofHours = (every === null ? [] : labelled(hours, every)).map((i) => {
    const { from, localFrom } = hours[i]!;
    return svg`<line class="axis-tick" x1=${x(from)} x2=${x(from)} y1=${bottom} y2=${bottom + 4} />
      <text x=${x(from)} y=${bottom + 15} text-anchor="middle">${localFrom.slice(11, 13)}</text>`;
  });
  const apart = Math.max(1, Math.ceil(DAY_WIDTH / (24 * hourWidth)));
  const ofDays = dayStarts(hours).map((i, day) => {
    const { from } = hours[i]!;
    const fits = day % apart === 0 && x(x.domain[1]) - x(from) >= DAY_WIDTH;
    return svg`<line class="axis-day" x1=${x(from)} x2=${x(from)} y1=${INSET.top} y2=${bottom + 30} />
      ${fits ? svg`<text x=${x(from) + 4} y=${bottom + 30}>${format.day(from)}</text>` : nothing}`;
  });
  const ofChanges = clockChanges(hours).map((i) => {
    const { from, localFrom } = hours[i]!;
    const isSummer = offset(localFrom) > offset(hours[i - 1]!.localFrom);
    return svg`<line class="axis-clock" x1=${x(from)} x2=${x(from)} y1=${INSET.top} y2=${bottom} />
      <text x=${x(from) + 4} y=${INSET.top + 10}>${isSummer ? messages.summerTime : messages.standardTime}</text>`;
  });
  return [...ofHours, ...ofDays, ...ofChanges];
}

function offset(localFrom: string): string {
  return localFrom.slice(19);
}
