import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { BandHour } from '../charts/band-chart.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { spanOf } from './sentences.ts';
import { type Window, within } from './window.ts';

type Hour = Pick<EncounterHour, 'hour' | 'wardId' | 'minutes' | 'minutesLow' | 'minutesHigh'>;

const DAY_MS = 24 * 3_600_000;

/** A patient's hours on a ward, by the clock of the ward's; `null` if the patient was not there. */
export function minutesHours(
  hours: readonly Hour[],
  points: readonly IntensityPoint[],
  window: Window,
  wardId: string,
): BandHour[] {
  const known = new Map(
    hours.filter((hour) => hour.wardId === wardId).map((hour) => [Date.parse(hour.hour), hour]),
  );
  return within(points, window).map(({ from, to, localFrom }) => {
    const hour = known.get(Date.parse(from));
    return {
      from: Date.parse(from),
      to: Date.parse(to),
      localFrom,
      value: hour?.minutes ?? null,
      low: hour?.minutesLow ?? null,
      high: hour?.minutesHigh ?? null,
    };
  });
}

/**
 * Minutes of an hour less those of the hour with the same local time the day before, on the same ward; `null` if it
 * has none. An hour of another time of day is no comparison: a night asks for less than a day.
 * @param points the hours of the ward, with their local time
 */
export function changeSinceYesterday(
  hours: readonly Hour[],
  now: Hour,
  points: readonly Pick<IntensityPoint, 'from' | 'localFrom'>[],
): number | null {
  const at = points.find(({ from }) => Date.parse(from) === Date.parse(now.hour));
  if (at === undefined) return null;
  const wanted = dayBefore(at.localFrom);
  const then = points.filter(({ localFrom }) => localFrom.startsWith(wanted));
  const earlier = hours.find(
    ({ hour, wardId }) =>
      wardId === now.wardId && then.some(({ from }) => Date.parse(from) === Date.parse(hour)),
  );
  return earlier === undefined ? null : now.minutes - earlier.minutes;
}

/** The same local time a day before, to the minute and without offset. */
function dayBefore(local: string): string {
  const minute = `${local.slice(0, 16)}Z`;
  return new Date(Date.parse(minute) - DAY_MS).toISOString().slice(0, 16);
}

/** The chart of a patient's hours in words. */
export function historySentence(
  hours: readonly BandHour[],
  messages: WardMessages,
  format: Format,
): string {
  const known = hours.flatMap(({ value }) => (value === null ? [] : [value]));
  const missing = hours.length - known.length;
  const text = known.length === 0 ? null : messages.historySpan(spanOf(known, format.tenth));
  const rest = missing === 0 ? null : messages.historyMissing(missing);
  return [text, rest].filter((part) => part !== null).join(' ');
}
