import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { BandHour } from '../charts/band-chart.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { spanOf } from './sentences.ts';
import { type Window, within } from './window.ts';

type Hour = Pick<EncounterHour, 'hour' | 'wardId' | 'minutes' | 'minutesLow' | 'minutesHigh'>;

const HOUR_MS = 3_600_000;

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

/** Minutes of an hour less those on the same ward so many hours before; `null` if there are none. */
export function changeSince(hours: readonly Hour[], now: Hour, before: number): number | null {
  const at = Date.parse(now.hour) - before * HOUR_MS;
  const earlier = hours.find(
    ({ hour, wardId }) => Date.parse(hour) === at && wardId === now.wardId,
  );
  return earlier === undefined ? null : now.minutes - earlier.minutes;
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
