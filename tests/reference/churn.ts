import type { Micros } from '../../schemas/instant.ts';
import { hourOf, hours } from './grid.ts';
import { plus, type Rational, ratio, ZERO } from './rational.ts';
import type { Spell } from './spells.ts';

const HALF_ARRIVAL = { admission: ratio(45, 2), transfer: ratio(45, 4) };
const DEPARTURE = { discharge: ratio(30), transfer: ratio(15) };

/** Minutes that coming and going cost one ward in one hour. MODEL.md §3. */
export function churnMinutes(spells: readonly Spell[], wardId: string, hour: Micros): Rational {
  let minutes = ZERO;
  for (const stay of spells.filter((candidate) => candidate.wardId === wardId)) {
    const arrivalHour = hourOf(stay.start);
    if (hour === arrivalHour) minutes = plus(minutes, HALF_ARRIVAL[stay.arrivedBy]);
    if (hour === arrivalHour + hours(1) && stay.end >= hour) {
      minutes = plus(minutes, HALF_ARRIVAL[stay.arrivedBy]);
    }
    if (stay.leftBy !== null && hour === hourOf(stay.end)) {
      minutes = plus(minutes, DEPARTURE[stay.leftBy]);
    }
  }
  return minutes;
}
