import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { Model } from '../../../schemas/model.ts';
import type { Explanation } from '../../../schemas/read-api.ts';
import { join, type Language, number, type Said, SCORED_BEFORE, say } from './words.ts';

const PPBV = 'PPBV, BGBl. 2024 I Nr. 188';
const AREAS = {
  'function.hygiene': say('hygien', 'hygiene'),
  'function.nutrition': say('nutrition', 'nutrition'),
  'function.elimination': say('elimination', 'elimination'),
  'function.mobility': say('mobilitet', 'mobility'),
} as const;

/** What counts of a criterion's kind are called, and over how many hours; `null` for what is there or not. */
type Words = readonly [sv: string, en: string, hours: number] | null;

/** Criteria of special care by their codes in the model, in its order. */
export const CRITERION_WORDS: Readonly<Record<string, Words>> = {
  'sets-12h': ['kontroller', 'sets', 12],
  'values-12h': ['mätvärden', 'values', 12],
  'sets-8h': ['kontroller', 'sets', 8],
  'values-8h': ['mätvärden', 'values', 8],
  'tracheal-suction': ['trakealsugningar', 'tracheal suctions', 24],
  suction: ['sugningar', 'suctions', 24],
  insertion: ['sond- eller kateterinläggningar', 'tube or catheter insertions', 24],
  'central-line': null,
  'short-infusion-24h': ['korta infusioner', 'short infusions', 24],
  'transfusion-3': ['transfusioner', 'transfusions', 24],
  'intensive-drug': ['läkemedel som kräver övervakning', 'drugs that need watching', 24],
  'infusion-ml': ['ml infusion', 'ml of infusions', 16],
  'short-infusion-16h': ['korta infusioner', 'short infusions', 16],
  transfusion: ['transfusioner', 'transfusions', 24],
  cytotoxic: ['cytostatika', 'cytotoxics', 24],
  inhalation: ['inhalationer', 'inhalations', 24],
  'dressing-complex-2': ['stora omläggningar', 'complex dressings', 24],
  'dressing-simple-3': ['enkla omläggningar', 'simple dressings', 24],
  'dressing-complex': ['stora omläggningar', 'complex dressings', 24],
  'dressing-simple': ['enkla omläggningar', 'simple dressings', 24],
};

/** A criterion that the row says it meets, in words, with its count and the level it stands for. */
function criterionMet(code: string, { counts }: EncounterHour, { criteria }: Model): Said {
  const criterion = criteria[code];
  const words = CRITERION_WORDS[code];
  if (criterion === undefined || words === undefined) return say(code, code);
  const { count, level } = criterion;
  if (words === null || count === 'centralLine') {
    return say(`central infart (S${level})`, `central line in place (S${level})`);
  }
  const [sv, en, hours] = words;
  const n = number(counts[count]);
  return say(`${n.sv} ${sv} på ${hours} h (S${level})`, `${n.en} ${en} in ${hours} h (S${level})`);
}

function criteriaOf(hour: EncounterHour, model: Model): Said[] {
  if (hour.sCriteria === null) return [SCORED_BEFORE];
  if (hour.sCriteria.length === 0) return [say('inget kriterium uppfyllt', 'no criterion met')];
  return hour.sCriteria.map((code) => criterionMet(code, hour, model));
}

/** The levels behind a score: their bounds, and what they come from. */
export function levelsOf(
  hour: EncounterHour,
  model: Model,
  language: Language,
): Explanation['levels'] {
  const areas = Object.entries(AREAS).map(([code, { sv, en }]) => {
    const { value, freshness } = hour.inputs[code as keyof typeof AREAS];
    return value === null
      ? say(`${sv} okänd`, `${en} unknown`)
      : say(`${sv} ${value}`, `${en} ${value}${freshness === 'stale' ? ' (stale)' : ''}`);
  });
  const held = hour.sLevel > hour.sLevelRaw;
  const special = [
    ...criteriaOf(hour, model),
    ...(held
      ? [
          say(
            'nivån kvar från någon av de tre timmarna före',
            'level held from one of the three hours before',
          ),
        ]
      : []),
  ];
  const unscored =
    hour.news2Reason === null
      ? null
      : say(`ingen poäng: ${hour.news2Reason}`, `not scored: ${hour.news2Reason}`);
  const missing = Object.entries(hour.inputs)
    .filter(([code, { freshness }]) => !code.startsWith('function.') && freshness === 'missing')
    .map(([code]) => code);
  const news2 =
    unscored ??
    (missing.length === 0
      ? say('alla sju parametrar finns', 'all seven parameters are there')
      : say(`saknas: ${missing.join(', ')}`, `missing: ${missing.join(', ')}`));
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
      source: `${PPBV}, §11, Annex 2`,
    },
    {
      level: 'news2',
      ...{ value: hour.news2, low: hour.news2Low, high: hour.news2High },
      because: news2[language],
      source: 'Royal College of Physicians 2017, NEWS2',
    },
  ];
}
