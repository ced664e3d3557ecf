import type { PatientAhead } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';

type Shift = Pick<PatientAhead, 'shiftId' | 'hours' | 'minutesPerHour'>;

/** The shifts ahead of each patient, in order. */
export type HoursAhead = ReadonlyMap<string, readonly Shift[]>;

/** Sorts rows by patient. */
export function hoursAhead(rows: readonly PatientAhead[]): HoursAhead {
  const ahead = new Map<string, Shift[]>();
  for (const row of rows) {
    const shifts = ahead.get(row.encounterId);
    if (shifts === undefined) ahead.set(row.encounterId, [row]);
    else shifts.push(row);
  }
  return ahead;
}

/** Minutes a patient needs in all the hours ahead; `null` if one of the shifts is not known, or there are none. */
export function minutesAhead(shifts: readonly Shift[] | undefined): number | null {
  if (shifts === undefined || shifts.length === 0) return null;
  return shifts.reduce<number | null>(
    (sum, { hours, minutesPerHour }) =>
      sum === null || minutesPerHour === null ? null : sum + hours * minutesPerHour,
    0,
  );
}

/** `kväll 11,7 · natt 6,0`: minutes an hour by shift, the one that is on first; `null` if there are none. */
export function aheadText(
  shifts: readonly Shift[] | undefined,
  messages: WardMessages,
  format: Format,
): string | null {
  if (shifts === undefined || shifts.length === 0) return null;
  return shifts
    .map(({ shiftId, minutesPerHour }) => {
      const minutes = minutesPerHour === null ? '–' : format.tenth(minutesPerHour);
      return `${messages.shift(shiftId)} ${minutes}`;
    })
    .join(' · ');
}
