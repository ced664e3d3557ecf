import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { hours } from './grid.ts';
import type { Encounter } from './log.ts';
import { latest, NEWS2_PARAMETERS, type News2Parameter, type Value } from './readings.ts';

export const FUNCTION_AREAS = [
  'function.hygiene',
  'function.nutrition',
  'function.elimination',
  'function.mobility',
] as const;
export type FunctionArea = (typeof FUNCTION_AREAS)[number];

export type Freshness = 'fresh' | 'stale' | 'missing' | 'assumed';

/** One input of the model. A missing one has no value; an assumed one has no time. */
export interface Input {
  readonly value: Value | null;
  readonly occurredAt: Micros | null;
  readonly freshness: Freshness;
}

export type Inputs = Readonly<Record<News2Parameter | FunctionArea, Input>>;

const MISSING: Input = { value: null, occurredAt: null, freshness: 'missing' };

/** The eleven inputs at an instant, after the site's assumptions. MODEL.md §4 and §5. */
export function inputsAt(
  encounter: Encounter,
  evaluated: Micros,
  switches: Site['switches'],
): Inputs {
  const vital = (code: News2Parameter) => inputAt(encounter, code, evaluated, hours(12), hours(24));
  const area = (code: FunctionArea) => inputAt(encounter, code, evaluated, hours(72), hours(168));
  const inputs = Object.fromEntries([
    ...NEWS2_PARAMETERS.map((code) => [code, vital(code)]),
    ...FUNCTION_AREAS.map((code) => [code, area(code)]),
  ]) as Record<News2Parameter | FunctionArea, Input>;
  if (switches.assumeAlertWhenNotRecorded && isMissing(inputs.consciousness)) {
    inputs.consciousness = { value: 'A', occurredAt: null, freshness: 'assumed' };
  }
  if (
    switches.assumeAirWhenNotRecorded &&
    isMissing(inputs['supplemental-oxygen']) &&
    !isMissing(inputs.spo2)
  ) {
    inputs['supplemental-oxygen'] = { value: false, occurredAt: null, freshness: 'assumed' };
  }
  return inputs;
}

/** The latest value of a code before `evaluated` and how fresh it is; both limits are inclusive. */
export function inputAt(
  { events }: Encounter,
  code: string,
  evaluated: Micros,
  fresh: Micros,
  stale: Micros,
): Input {
  const before = events.filter(({ occurredAt }) => occurredAt < evaluated);
  const found = latest(before, code);
  if (found === null) return MISSING;
  const age = evaluated - found.occurredAt;
  if (age > stale) return MISSING;
  const freshness = age <= fresh ? 'fresh' : 'stale';
  return { value: found.value, occurredAt: found.occurredAt, freshness };
}

export function isMissing({ freshness }: Input): boolean {
  return freshness === 'missing';
}
