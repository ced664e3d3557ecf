import type { WardReader } from '../../pipelines/serving/questions.ts';
import type { StandingWard, WardNow } from '../../schemas/ward-now.ts';

/** Patient-hours under which an hour is not told outside the unit that treats them. Source: contract §7. */
const FEWEST = 5;

/** A ward as it stands as a reader may see it; `null` where it may not. */
export function visibleTo(readers: readonly WardReader[]): (ward: StandingWard) => WardNow | null {
  const treating = new Map(readers.map((reader) => [reader.wardId, reader.treating]));
  return (ward) => {
    const isTreating = treating.get(ward.wardId);
    if (isTreating === undefined) return null;
    return isTreating ? inside(ward) : outside(ward);
  };
}

/** As those who treat see it; the same object for the same ward, so that its text is written once. */
const inside = once(({ visibleUsualLoad: _, ...told }: StandingWard): WardNow => told);
const outside = once(({ visibleUsualLoad, ...told }: StandingWard) =>
  fromOutside({ ...told, usualLoad: visibleUsualLoad }),
);

/** What is told, as text: written once, however many are told. */
export const textOf = once((told: object) => JSON.stringify(told));

function once<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const made = new WeakMap<K, V>();
  return (of) => {
    const known = made.get(of);
    if (known !== undefined) return known;
    const value = make(of);
    made.set(of, value);
    return value;
  };
}

/** As whoever is of no treating unit may see it: without need, and what follows from it, of hours with few patients. */
export function fromOutside(ward: WardNow): WardNow {
  const history = ward.history.map((hour) =>
    isFew(hour) ? { ...hour, minutes: null, patientHours: null } : hour,
  );
  if (!isFew(ward)) return { ...ward, history };
  return {
    ...ward,
    ...{ minutes: null, minutesLow: null, minutesHigh: null, requiredNurses: null, load: null },
    ...{
      patientHours: null,
      patients: null,
      census: null,
      arrivals: null,
      departures: null,
      coverage: null,
    },
    ...{ imputedPatients: null, newestInputAt: null, computedAt: null, model: null },
    reason: 'few-patients',
    history,
  };
}

/** Whether less than five patients were there through the hour: who only comes or goes in it hides nobody. */
function isFew({ minutes, patientHours }: Pick<WardNow, 'minutes' | 'patientHours'>): boolean {
  return minutes !== null && minutes > 0 && (patientHours ?? 0) < FEWEST;
}
