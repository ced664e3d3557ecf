import type { Site } from '../../schemas/site.ts';
import type { Level } from './a-level.ts';
import type { Counts } from './counts.ts';

/** The special care level the counts ask for, before the raise and lower rule. PPBV §11, Annex 2. */
export function rawSLevel(
  counts: Counts,
  counting: Site['switches']['observationCounting'],
): Level {
  const areasAtS3 = [
    invasiveS3(counts, counting),
    medicationS3(counts),
    counts.complexDressings24h >= 2 || counts.simpleDressings24h >= 3,
  ].filter(Boolean).length;
  if (areasAtS3 >= 2) return 4;
  if (areasAtS3 === 1) return 3;
  const wound = counts.complexDressings24h >= 1 || counts.simpleDressings24h >= 2;
  return invasiveS2(counts, counting) || medicationS2(counts) || wound ? 2 : 1;
}

function invasiveS2(counts: Counts, counting: string): boolean {
  return (
    (counting === 'sets' ? counts.setsOfTwo8h >= 4 : counts.values8h >= 8 && counts.codes8h >= 2) ||
    counts.suctions24h > 3 ||
    counts.insertions24h >= 1 ||
    counts.centralLine
  );
}

function invasiveS3(counts: Counts, counting: string): boolean {
  return (
    (counting === 'sets'
      ? counts.setsOfThree12h >= 6
      : counts.values12h >= 18 && counts.codes12h >= 3) || counts.trachealSuctions24h > 4
  );
}

function medicationS2(counts: Counts): boolean {
  return (
    counts.infusionLitre16h ||
    counts.shortInfusions16h >= 2 ||
    counts.transfusions24h >= 1 ||
    counts.cytotoxics24h >= 1 ||
    counts.inhalations24h >= 3
  );
}

function medicationS3(counts: Counts): boolean {
  return (
    counts.shortInfusions24h >= 5 || counts.transfusions24h >= 3 || counts.closelyWatched24h >= 1
  );
}
