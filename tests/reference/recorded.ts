import type { Micros } from '../../schemas/instant.ts';
import { isCountedCare } from './counts.ts';
import { hours } from './grid.ts';
import { FUNCTION_AREAS } from './inputs.ts';
import type { ClinicalEvent, Encounter } from './log.ts';
import { isObservation, isPlausible, NEWS2_PARAMETERS } from './readings.ts';

const MOVES = ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end'];

/** When the news of an hour was recorded, by source: of what happened in it, that which was recorded last. */
export interface Recorded {
  readonly moves: Micros | null;
  readonly vitals: Micros | null;
  readonly function: Micros | null;
  readonly care: Micros | null;
}

/** Moves count as soon as they are known, all else if it happened before `evaluated`. */
export function recordedAt({ events }: Encounter, hour: Micros, evaluated: Micros): Recorded {
  const within = events.filter((one) => one.occurredAt >= hour && one.occurredAt < hour + hours(1));
  const known = within.filter((one) => one.occurredAt < evaluated);
  return {
    moves: last(within.filter(({ type }) => MOVES.includes(type))),
    vitals: last(observed(known, NEWS2_PARAMETERS)),
    function: last(observed(known, FUNCTION_AREAS)),
    care: last(known.filter(isCountedCare)),
  };
}

/** Observations of codes at instants at which a plausible value of the same code was seen. */
function observed(events: readonly ClinicalEvent[], codes: readonly string[]): ClinicalEvent[] {
  const seen = events.filter(isObservation).filter(({ code }) => codes.includes(code));
  return seen.filter(({ code, occurredAt }) =>
    seen.some((one) => one.code === code && one.occurredAt === occurredAt && isPlausible(one)),
  );
}

function last(events: readonly ClinicalEvent[]): Micros | null {
  return events.length === 0 ? null : Math.max(...events.map((event) => event.recordedAt));
}
