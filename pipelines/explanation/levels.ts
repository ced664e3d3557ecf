import type { EncounterHour } from '../../schemas/encounter-hour.ts';
import type { Model } from '../../schemas/model.ts';
import type { Explanation } from '../../schemas/read-api.ts';
import {
  type BilingualText,
  bilingual,
  bilingualNumber,
  join,
  type Language,
  SCORED_BEFORE,
} from './bilingual.ts';
import { inputName } from './input-names.ts';

const PPBV = 'PPBV, BGBl. 2024 I Nr. 188';
const AREAS = [
  'function.hygiene',
  'function.nutrition',
  'function.elimination',
  'function.mobility',
] as const;

/** Names of what a criterion counts, and over how many hours; `null` for one that is met or not. */
interface CriterionText {
  readonly one: BilingualText;
  readonly many: BilingualText;
  readonly hours: number;
}

/** Texts of the criteria of specific care by their codes in the model, in its order. */
export const CRITERION_TEXTS: Readonly<Record<string, CriterionText | null>> = {
  'sets-12h': counted(['kontroll', 'kontroller'], ['set', 'sets'], 12),
  'values-12h': counted(['mätvärde', 'mätvärden'], ['value', 'values'], 12),
  'sets-8h': counted(['kontroll', 'kontroller'], ['set', 'sets'], 8),
  'values-8h': counted(['mätvärde', 'mätvärden'], ['value', 'values'], 8),
  'tracheal-suction': counted(
    ['trakealsugning', 'trakealsugningar'],
    ['tracheal suction', 'tracheal suctions'],
    24,
  ),
  suction: counted(['sugning', 'sugningar'], ['suction', 'suctions'], 24),
  insertion: counted(
    ['insättning av sond eller kateter', 'insättningar av sond eller kateter'],
    ['tube or catheter insertion', 'tube or catheter insertions'],
    24,
  ),
  'central-line': null,
  'short-infusion-24h': shortInfusions(24),
  'transfusion-3': transfusions(),
  'intensive-drug': counted(
    ['läkemedel som kräver övervakning', 'läkemedel som kräver övervakning'],
    ['drug that needs monitoring', 'drugs that need monitoring'],
    24,
  ),
  'infusion-ml': counted(
    ['ml infusion', 'ml infusion'],
    ['ml of infusions', 'ml of infusions'],
    16,
  ),
  'short-infusion-16h': shortInfusions(16),
  transfusion: transfusions(),
  cytotoxic: counted(
    ['cytostatikagiva', 'cytostatikagivor'],
    ['cytotoxic dose', 'cytotoxic doses'],
    24,
  ),
  inhalation: counted(['inhalation', 'inhalationer'], ['inhalation', 'inhalations'], 24),
  'dressing-complex-2': complexDressings(),
  'dressing-simple-3': simpleDressings(),
  'dressing-complex': complexDressings(),
  'dressing-simple': simpleDressings(),
};

function counted(
  [oneSv, manySv]: readonly [string, string],
  [oneEn, manyEn]: readonly [string, string],
  hours: number,
): CriterionText {
  return { one: bilingual(oneSv, oneEn), many: bilingual(manySv, manyEn), hours };
}

function shortInfusions(hours: number): CriterionText {
  return counted(
    ['kort infusion', 'korta infusioner'],
    ['short infusion', 'short infusions'],
    hours,
  );
}

function transfusions(): CriterionText {
  return counted(['transfusion', 'transfusioner'], ['transfusion', 'transfusions'], 24);
}

function complexDressings(): CriterionText {
  return counted(
    ['stor omläggning', 'stora omläggningar'],
    ['complex dressing', 'complex dressings'],
    24,
  );
}

function simpleDressings(): CriterionText {
  return counted(
    ['enkel omläggning', 'enkla omläggningar'],
    ['simple dressing', 'simple dressings'],
    24,
  );
}

/** Describes a criterion that the row meets, with its count and its level. */
function criterionMet(code: string, { counts }: EncounterHour, { criteria }: Model): BilingualText {
  const criterion = criteria[code];
  const text = CRITERION_TEXTS[code];
  if (criterion === undefined || text === undefined) return bilingual(code, code);
  const { count, level } = criterion;
  if (text === null || count === 'centralLine') {
    return bilingual(`central infart (S${level})`, `central line (S${level})`);
  }
  const { hours } = text;
  const n = bilingualNumber(counts[count]);
  const { sv, en } = counts[count] === 1 ? text.one : text.many;
  return bilingual(
    `${n.sv} ${sv} på ${hours} h (S${level})`,
    `${n.en} ${en} in ${hours} h (S${level})`,
  );
}

function criteriaOf(hour: EncounterHour, model: Model): BilingualText[] {
  if (hour.sCriteria === null) return [SCORED_BEFORE];
  if (hour.sCriteria.length === 0)
    return [bilingual('inget kriterium uppfyllt', 'no criterion met')];
  return hour.sCriteria.map((code) => criterionMet(code, hour, model));
}

/** Why a patient has no NEWS2. */
const WITHOUT_NEWS2 = {
  'under-16': bilingual('gäller inte under 16 år', 'does not apply under 16'),
  pregnant: bilingual('gäller inte vid graviditet', 'does not apply in pregnancy'),
} as const;

/** The levels behind a score: their bounds, reasons and sources. */
export function levelsOf(
  hour: EncounterHour,
  model: Model,
  language: Language,
): Explanation['levels'] {
  const areas = AREAS.map((code) => {
    const { sv, en } = inputName(code);
    const { value, freshness } = hour.inputs[code];
    if (value === null) return bilingual(`${sv} okänd`, `${en} unknown`);
    return freshness === 'stale'
      ? bilingual(`${sv} ${value} (inaktuell)`, `${en} ${value} (out of date)`)
      : bilingual(`${sv} ${value}`, `${en} ${value}`);
  });
  const held = hour.sLevel > hour.sLevelRaw;
  const special = [
    ...criteriaOf(hour, model),
    ...(held
      ? [
          bilingual(
            'nivån ligger kvar från någon av de tre föregående timmarna',
            'level held from one of the three previous hours',
          ),
        ]
      : []),
  ];
  const unscored = hour.news2Reason === null ? null : WITHOUT_NEWS2[hour.news2Reason];
  const missing = Object.entries(hour.inputs)
    .filter(([code, { freshness }]) => !code.startsWith('function.') && freshness === 'missing')
    .map(([code]) => inputName(code));
  const missingNames = join(missing, ', ');
  const news2 =
    unscored ??
    (missing.length === 0
      ? bilingual('alla sju parametrar finns', 'all seven parameters recorded')
      : bilingual(`saknas: ${missingNames.sv}`, `missing: ${missingNames.en}`));
  return [
    {
      level: 'a',
      ...{ value: hour.aLevel, low: hour.aLevelLow, high: hour.aLevelHigh },
      because: join(areas, ', ')[language],
      source: `${PPBV}, §10`,
    },
    {
      level: 's',
      ...{ value: hour.sLevel, low: null, high: null },
      because: join(special)[language],
      source: bilingual(`${PPBV}, §11, bilaga 2`, `${PPBV}, §11, Annex 2`)[language],
    },
    {
      level: 'news2',
      ...{ value: hour.news2, low: hour.news2Low, high: hour.news2High },
      because: news2[language],
      source: 'Royal College of Physicians 2017, NEWS2',
    },
  ];
}
