import type { Site } from '../../schemas/site.ts';
import type { Counts } from './counts.ts';

/** Criteria of PPBV Annex 2 by code, with the S level of each, judged one by one. Sets or values, not both. */
export function metCriteria(
  counts: Counts,
  counting: Site['switches']['observationCounting'],
): { readonly code: string; readonly level: 2 | 3 }[] {
  const bySets = counting === 'sets';
  const judged: readonly (readonly [string, 2 | 3, boolean])[] = [
    ['sets-12h', 3, bySets && counts.setsOfThree12h >= 6],
    ['values-12h', 3, !bySets && counts.values12h >= 18 && counts.codes12h >= 3],
    ['sets-8h', 2, bySets && counts.setsOfTwo8h >= 4],
    ['values-8h', 2, !bySets && counts.values8h >= 8 && counts.codes8h >= 2],
    ['tracheal-suction', 3, counts.trachealSuctions24h > 4],
    ['suction', 2, counts.suctions24h > 3],
    ['insertion', 2, counts.insertions24h >= 1],
    ['central-line', 2, counts.centralLine],
    ['short-infusion-24h', 3, counts.shortInfusions24h >= 5],
    ['transfusion-3', 3, counts.transfusions24h >= 3],
    ['intensive-drug', 3, counts.closelyWatched24h >= 1],
    ['infusion-ml', 2, counts.infusionLitre16h],
    ['short-infusion-16h', 2, counts.shortInfusions16h >= 2],
    ['transfusion', 2, counts.transfusions24h >= 1],
    ['cytotoxic', 2, counts.cytotoxics24h >= 1],
    ['inhalation', 2, counts.inhalations24h >= 3],
    ['dressing-complex-2', 3, counts.complexDressings24h >= 2],
    ['dressing-simple-3', 3, counts.simpleDressings24h >= 3],
    ['dressing-complex', 2, counts.complexDressings24h >= 1],
    ['dressing-simple', 2, counts.simpleDressings24h >= 2],
  ];
  return judged.filter(([, , met]) => met).map(([code, level]) => ({ code, level }));
}
