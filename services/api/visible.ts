import type { WardReader } from '../../pipelines/serving/questions.ts';
import type { WardNow } from '../../schemas/ward-now.ts';

/** Fewer patients than this are not told of outside the unit that treats them. Source: contract §7. */
const FEWEST = 5;

/** A ward as it stands as a reader may see it; `null` where it may not. */
export function visibleTo(readers: readonly WardReader[]): (ward: WardNow) => WardNow | null {
  const treating = new Map(readers.map((reader) => [reader.wardId, reader.treating]));
  return (ward) => {
    const isTreating = treating.get(ward.wardId);
    if (isTreating === undefined) return null;
    return isTreating ? ward : fromOutside(ward);
  };
}

/** Without need, and what follows from it, of hours with few patients. */
function fromOutside(ward: WardNow): WardNow {
  const history = ward.history.map((hour) =>
    isFew(hour.patients) ? { ...hour, minutes: null, patients: null } : hour,
  );
  if (!isFew(ward.patients)) return { ...ward, history };
  return {
    ...ward,
    ...{ minutes: null, minutesLow: null, minutesHigh: null, requiredNurses: null, load: null },
    ...{ patients: null, census: null, arrivals: null, departures: null, coverage: null },
    ...{ imputedPatients: null, newestInputAt: null, computedAt: null, model: null },
    reason: 'few-patients',
    history,
  };
}

function isFew(patients: number | null): boolean {
  return patients !== null && patients > 0 && patients < FEWEST;
}
