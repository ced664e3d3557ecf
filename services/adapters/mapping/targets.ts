import {
  CARE_NEEDS,
  OBSERVATION_CODES,
  observationCode,
  TASKS,
} from '../../../schemas/vocabulary.ts';
import type { Dimension } from './units.ts';

/** Coding system of codes that are themselves targets, as columns of a table may be named by the mapping file. */
export const PRODUCT_SYSTEM = 'product';

const INSTRUMENT = /^assessment:[!-~]{1,64}$/;

/** True for what a code may become: a code of observations, a care need, a task, an assessment, or `ignore`. */
export function isTarget(name: string): boolean {
  if (name === 'ignore' || Object.hasOwn(OBSERVATION_CODES, name)) return true;
  const [kind, ...rest] = name.split(':');
  const code = rest.join(':');
  if (kind === 'care-need') return (CARE_NEEDS as readonly string[]).includes(code);
  if (kind === 'task') return (TASKS as readonly string[]).includes(code);
  return INSTRUMENT.test(name);
}

/** The targets that there are, for a message. */
export const TARGETS = [
  ...Object.keys(OBSERVATION_CODES),
  ...CARE_NEEDS.map((code) => `care-need:${code}`),
  ...TASKS.map((code) => `task:${code}`),
  ...['assessment:INSTRUMENT', 'ignore'],
].join(', ');

/** Units that the values of a target may have; none if it has no number. */
export function dimensionsOf(target: string): Dimension[] {
  if (target === 'supplemental-oxygen') return ['L/min', '%'];
  if (target.startsWith('assessment:')) return ['score'];
  const definition = observationCode(target);
  if (definition === undefined || definition.value === 'acvpu') return [];
  return [(definition.unit ?? 'score') as Dimension];
}
