import type { Model } from '../../schemas/model.ts';
import { type DayTime, dayTime } from '../../schemas/shifts.ts';
import type { Site } from '../../schemas/site.ts';

/** The day shift of the norms begins at 06 and lasts to 22 (PPBV §12). */
const [STATUTE_FROM, STATUTE_HOURS] = [6, 16];

/** When day hours begin by the clock of the site, in minutes: as the statute has them or by the site's shifts. */
export function dayTimeOf({ shifts }: Pick<Site, 'shifts'>, { weights }: Model): DayTime {
  const { value } = weights.dayHours;
  const ofShifts = value === 'shifts' ? dayTime(shifts) : null;
  if (ofShifts !== null) return ofShifts;
  const hours = value === 'shifts' ? STATUTE_HOURS : value;
  return { from: STATUTE_FROM * 60, length: hours * 60 };
}
