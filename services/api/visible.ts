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
    const { visibleUsualLoad, ...told } = ward;
    return isTreating ? told : fromOutside({ ...told, usualLoad: visibleUsualLoad });
  };
}

/** Without need, and what follows from it, of hours with few patients. */
function fromOutside(ward: WardNow): WardNow {
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
