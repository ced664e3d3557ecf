import { MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { type Rational, ratio } from './rational.ts';

/** What parts the models from each other. Spec §4, the table of `vi-2`. */
export interface Parameters {
  readonly dayHours: 'statute' | 'shifts';
  readonly nightAcuityShare: Rational;
  readonly shortStay: Micros;
  readonly escortGrace: Micros;
}

const PARAMETERS: Readonly<Record<Site['model'], Parameters>> = {
  'vi-1': { dayHours: 'statute', nightAcuityShare: ratio(0), shortStay: 0, escortGrace: 0 },
  'vi-2': {
    dayHours: 'shifts',
    nightAcuityShare: ratio(1, 2),
    shortStay: 10 * MICROS_PER_MINUTE,
    escortGrace: 60 * MICROS_PER_MINUTE,
  },
};

export function parametersOf({ model }: Pick<Site, 'model'>): Parameters {
  return PARAMETERS[model];
}
