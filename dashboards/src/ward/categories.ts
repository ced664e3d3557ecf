import type { EncounterHour } from '../../../schemas/encounter-hour.ts';

/** What minutes are shown as: the seven components of the model, the two rarest together. */
export const CATEGORIES = [
  'base',
  'generalCare',
  'specialCare',
  'surveillance',
  'churn',
  'presence',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Share {
  readonly category: Category;
  readonly minutes: number;
}

/** The category of a component; of one that is not known yet the last. */
export function categoryOf(component: string): Category {
  return CATEGORIES.find((category) => category === component) ?? 'presence';
}

/** Minutes by category, in their order, without those of none. */
export function shares(components: EncounterHour['components']): Share[] {
  return CATEGORIES.flatMap((category) => {
    const minutes = Object.entries(components)
      .filter(([component]) => categoryOf(component) === category)
      .reduce((sum, [, value]) => sum + value, 0);
    return minutes === 0 ? [] : [{ category, minutes }];
  });
}
