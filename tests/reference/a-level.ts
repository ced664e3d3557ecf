import type { Micros } from '../../schemas/instant.ts';
import { hours } from './grid.ts';
import { FUNCTION_AREAS, type Inputs, inputAt, isMissing } from './inputs.ts';
import type { Encounter } from './log.ts';

export type Level = 1 | 2 | 3 | 4;

/** The general care level as estimated, and as low and as high as missing inputs allow. */
export interface ALevels {
  readonly aLevel: Level;
  readonly aLevelLow: Level;
  readonly aLevelHigh: Level;
}

const SEVERE = [
  ['barthel', 35],
  ['barthel-extended', 15],
  ['mmse', 16],
] as const;

/** PPBV §10, MODEL.md §6. */
export function aLevels(
  encounter: Encounter,
  inputs: Inputs,
  evaluated: Micros,
  defaultLevel: number,
): ALevels {
  const areas = (missing: number) =>
    FUNCTION_AREAS.map((code) => (isMissing(inputs[code]) ? missing : Number(inputs[code].value)));
  const scores = SEVERE.map(([code, limit]) => {
    const score = inputAt(encounter, code, evaluated, hours(168), hours(168));
    return isMissing(score) ? 'missing' : Number(score.value) <= limit ? 'severe' : 'not severe';
  });
  const severe = scores.includes('severe');
  return {
    aLevel: aLevelOf(areas(defaultLevel), severe),
    aLevelLow: aLevelOf(areas(1), severe),
    aLevelHigh: aLevelOf(areas(4), severe || scores.includes('missing')),
  };
}

/** The statute's rule on four area levels; `severe` is its condition on Barthel or MMSE. */
export function aLevelOf(areas: readonly number[], severe: boolean): Level {
  const atLeast = (level: number) => areas.filter((area) => area >= level).length;
  if (atLeast(4) >= 2 && severe) return 4;
  if (atLeast(3) >= 2) return 3;
  return atLeast(2) >= 2 ? 2 : 1;
}
