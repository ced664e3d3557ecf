import type { Micros } from '../../schemas/instant.ts';
import type { ClinicalEvent, Encounter } from './log.ts';

export const NEWS2_PARAMETERS = [
  'respiratory-rate',
  'spo2',
  'supplemental-oxygen',
  'systolic-bp',
  'heart-rate',
  'consciousness',
  'temperature',
] as const;
export type News2Parameter = (typeof NEWS2_PARAMETERS)[number];

/** The values NEWS2 is read from; null where there is none. */
export interface Readings {
  readonly values: Readonly<Record<News2Parameter, Value | null>>;
  readonly scale: 1 | 2;
}

export type Value = number | boolean | string;
export type Observation = Extract<ClinicalEvent, { type: 'observation' }>;

const PLAUSIBLE: Readonly<Record<string, readonly [number, number]>> = {
  'respiratory-rate': [0, 80],
  spo2: [30, 100],
  'systolic-bp': [20, 350],
  'heart-rate': [0, 300],
  temperature: [25, 45],
};

export function isObservation(event: ClinicalEvent): event is Observation {
  return event.type === 'observation';
}

/** False for a vital outside its plausible range: it was observed, but says nothing of the patient. */
export function isPlausible({ code, value }: Observation): boolean {
  const range = PLAUSIBLE[code];
  return range === undefined || (Number(value) >= range[0] && Number(value) <= range[1]);
}

/** The latest plausible observation of a code among events in order. */
export function latest(events: readonly ClinicalEvent[], code: string): Observation | null {
  return (
    events.filter(isObservation).findLast((one) => one.code === code && isPlausible(one)) ?? null
  );
}

/** The SpO₂ scale in force: a decision, so never too old. */
export function scaleAt({ events }: Encounter, evaluated: Micros): 1 | 2 {
  const before = events.filter(({ occurredAt }) => occurredAt < evaluated);
  return latest(before, 'spo2-scale')?.value === 2 ? 2 : 1;
}
