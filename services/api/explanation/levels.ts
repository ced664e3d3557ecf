import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { Explanation } from '../../../schemas/read-api.ts';
import { join, type Language, type Said, say } from './words.ts';

const PPBV = 'PPBV, BGBl. 2024 I Nr. 188';
const AREAS = {
  'function.hygiene': say('hygien', 'hygiene'),
  'function.nutrition': say('nutrition', 'nutrition'),
  'function.elimination': say('elimination', 'elimination'),
  'function.mobility': say('mobilitet', 'mobility'),
} as const;

type Counts = EncounterHour['counts'];

/** What of PPBV's Annex 2 is met, and the level it stands for. Thresholds as in `s_level.sql`. */
function metCriteria({ counts, circumstances }: EncounterHour, countsValues: boolean): Said[] {
  const of = (name: keyof Counts) => counts[name];
  const met: [boolean, Said][] = [
    countsValues
      ? [of('observations12h') >= 18, sets(of('observations12h'), 12, 'S3', 'mätvärden', 'values')]
      : [of('setsOfThree12h') >= 6, sets(of('setsOfThree12h'), 12, 'S3', 'kontroller', 'sets')],
    countsValues
      ? [of('observations8h') >= 8, sets(of('observations8h'), 8, 'S2', 'mätvärden', 'values')]
      : [of('setsOfTwo8h') >= 4, sets(of('setsOfTwo8h'), 8, 'S2', 'kontroller', 'sets')],
    [
      of('trachealSuction24h') > 4,
      times(of('trachealSuction24h'), 'S3', 'trakealsugningar', 'tracheal suctions'),
    ],
    [of('suction24h') > 3, times(of('suction24h'), 'S2', 'sugningar', 'suctions')],
    [
      of('insertion24h') >= 1,
      times(
        of('insertion24h'),
        'S2',
        'sond- eller kateterinläggningar',
        'tube or catheter insertions',
      ),
    ],
    [circumstances.centralLine, say('central infart (S2)', 'central line in place (S2)')],
    [
      of('shortInfusion24h') >= 5,
      times(of('shortInfusion24h'), 'S3', 'korta infusioner', 'short infusions'),
    ],
    [of('transfusion24h') >= 3, times(of('transfusion24h'), 'S3', 'transfusioner', 'transfusions')],
    [
      of('intensiveDrug24h') >= 1,
      times(
        of('intensiveDrug24h'),
        'S3',
        'läkemedel som kräver övervakning',
        'drugs that need watching',
      ),
    ],
    [
      of('infusionMl16h') >= 1000,
      say(
        `${of('infusionMl16h')} ml infusion på 16 h (S2)`,
        `${of('infusionMl16h')} ml of infusions in 16 h (S2)`,
      ),
    ],
    [
      of('shortInfusion16h') >= 2,
      say(
        `${of('shortInfusion16h')} korta infusioner på 16 h (S2)`,
        `${of('shortInfusion16h')} short infusions in 16 h (S2)`,
      ),
    ],
    [of('transfusion24h') >= 1, times(of('transfusion24h'), 'S2', 'transfusioner', 'transfusions')],
    [of('cytotoxic24h') >= 1, times(of('cytotoxic24h'), 'S2', 'cytostatika', 'cytotoxics')],
    [of('inhalation24h') >= 3, times(of('inhalation24h'), 'S2', 'inhalationer', 'inhalations')],
    [
      of('dressingComplex24h') >= 2,
      times(of('dressingComplex24h'), 'S3', 'stora omläggningar', 'complex dressings'),
    ],
    [
      of('dressingSimple24h') >= 3,
      times(of('dressingSimple24h'), 'S3', 'enkla omläggningar', 'simple dressings'),
    ],
    [
      of('dressingComplex24h') >= 1,
      times(of('dressingComplex24h'), 'S2', 'stora omläggningar', 'complex dressings'),
    ],
    [
      of('dressingSimple24h') >= 2,
      times(of('dressingSimple24h'), 'S2', 'enkla omläggningar', 'simple dressings'),
    ],
  ];
  return met.flatMap(([isMet, text]) => (isMet ? [text] : []));
}

const sets = (n: number, hours: number, level: string, sv: string, en: string) =>
  say(`${n} ${sv} på ${hours} h (${level})`, `${n} ${en} in ${hours} h (${level})`);
const times = (n: number, level: string, sv: string, en: string) => sets(n, 24, level, sv, en);

/** The levels behind a score: their bounds, and what they come from. */
export function levelsOf(
  hour: EncounterHour,
  countsValues: boolean,
  language: Language,
): Explanation['levels'] {
  const areas = Object.entries(AREAS).map(([code, { sv, en }]) => {
    const { value, freshness } = hour.inputs[code as keyof typeof AREAS];
    return value === null
      ? say(`${sv} okänd`, `${en} unknown`)
      : say(`${sv} ${value}`, `${en} ${value}${freshness === 'stale' ? ' (stale)' : ''}`);
  });
  const met = metCriteria(hour, countsValues);
  const held = hour.sLevel > hour.sLevelRaw;
  const special = [
    ...(met.length > 0 ? met : [say('inget kriterium uppfyllt', 'no criterion met')]),
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
