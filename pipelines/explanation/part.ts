import type { EncounterHour } from '../../schemas/encounter-hour.ts';
import type { WeightName } from '../../schemas/model.ts';
import { type BilingualText, bilingual } from './bilingual.ts';

/** A component, why it has its minutes, and the weights behind them. */
export interface Part {
  readonly component: keyof EncounterHour['components'];
  readonly because: BilingualText;
  readonly weights: readonly WeightName[];
}

/** The observation schedule for a NEWS2 score. If parameters are missing, its low bound applies. */
export function schedule({ news2, news2Low }: EncounterHour): BilingualText {
  const score = news2 ?? news2Low ?? 0;
  return news2 === null
    ? bilingual(
        `kontroller enligt NEWS2 minst ${score}`,
        `observations for NEWS2 of at least ${score}`,
      )
    : bilingual(`kontroller enligt NEWS2 ${score}`, `observations for NEWS2 ${score}`);
}

/** How much of the hour the patient was on the ward, as the end of a sentence; empty for all of it. */
export function share({ presence }: EncounterHour): BilingualText {
  if (presence === 1) return bilingual('', '');
  const percent = Math.round(presence * 100);
  return bilingual(
    `, på avdelningen ${percent} % av timmen`,
    `, on the ward ${percent} % of the hour`,
  );
}
