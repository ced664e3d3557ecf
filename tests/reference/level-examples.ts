import { expect } from 'vitest';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import {
  admit,
  discharge,
  doses,
  functions,
  observe,
  siteWith,
  start,
  stop,
  tasks,
} from '../support/scenario.ts';
import { example, row, type ScoreExample } from './score-example.ts';

type Story = readonly (WardEvent | readonly WardEvent[])[];

/** Low, point and high A level of an hour. */
const aLevel = (
  name: string,
  story: Story,
  [a_level_low, a_level, a_level_high]: readonly [number, number, number],
  { hour = '10', switches = {} }: { hour?: string; switches?: Partial<Site['switches']> } = {},
) =>
  example(
    name,
    [admit('8'), ...story],
    '13 12',
    [row(hour, { a_level_low, a_level, a_level_high })],
    siteWith(switches),
  );

const dependent = functions('9', [4, 4, 1, 1]);
const well = [
  observe('9', 'barthel', 36),
  observe('9', 'barthel-extended', 16),
  observe('9', 'mmse', 17),
];
const longAgo = [dependent, observe('8:30', 'barthel', 20), functions('11 9', [4, 4, 1, 1])];

/** General care, PPBV §10. */
const aLevels: readonly ScoreExample[] = [
  aLevel('one area at 3 and the rest at 1 is A1', [functions('9', [3, 1, 1, 1])], [1, 1, 1]),
  aLevel('two at 2', [functions('9', [2, 2, 1, 1])], [2, 2, 2]),
  aLevel('two at 3', [functions('9', [3, 3, 1, 1])], [3, 3, 3]),
  aLevel('two at 4 without a score: A3, A4 at most', [dependent], [3, 3, 4]),
  aLevel('two at 4 and Barthel 35', [dependent, observe('9', 'barthel', 35)], [4, 4, 4]),
  aLevel('two at 4 and Barthel 36, extended 16, MMSE 17', [dependent, ...well], [3, 3, 3]),
  aLevel(
    'an MMSE that is missing counts in high only',
    [dependent, ...well.slice(0, 2)],
    [3, 3, 4],
  ),
  aLevel('extended Barthel 15', [dependent, observe('9', 'barthel-extended', 15)], [4, 4, 4]),
  aLevel('MMSE 16', [dependent, observe('9', 'mmse', 16)], [4, 4, 4]),
  ...(
    [
      ['barthel', 35],
      ['barthel-extended', 15],
      ['mmse', 16],
    ] as const
  ).map(([code, score]) =>
    aLevel(
      `the last ${code} counts`,
      [dependent, ...well, observe('9:30', code, score)],
      [4, 4, 4],
    ),
  ),
  aLevel('Barthel is known for 168 h', longAgo, [4, 4, 4], { hour: '12 7' }),
  aLevel('and no longer', longAgo, [3, 3, 4], { hour: '12 8' }),
  aLevel('nothing known: A1, default A2, A4', [], [1, 2, 4]),
  aLevel('no area known, and no score is severe: A3 at most', well, [1, 2, 3]),
  aLevel('nothing known where the site’s default is 3', [], [1, 3, 4], {
    switches: { defaultFunctionLevel: 3 },
  }),
  aLevel('one area missing', [functions('9', [2, 1, 1, null])], [1, 2, 2]),
];

/** Raw level of 20:00–21:00, evaluated at 21:00. */
const sLevel = (
  name: string,
  story: Story,
  s_level_raw: number,
  switches: Partial<Site['switches']> = {},
) =>
  example(
    `${name}: S${s_level_raw}`,
    [admit('1'), ...story],
    '6 0',
    [row('20', { s_level_raw })],
    siteWith(switches),
  );

const sets = (times: readonly string[], ...codes: string[]) =>
  times.map((time) => codes.map((code) => observe(time, code, 50)));
const two = ['pain', 'spo2'];
const three = ['pain', 'spo2', 'heart-rate'];
const six = ['9', '11', '13', '15', '17', '20:59'];
const rest = sets(['15', '17', '19'], 'pain', 'weight');
const uncounted = [observe('14', 'spo2-scale', 1), observe('14', 'mmse', 20)];

/** A set is one minute; 4 of two codes in 8 h are S2, 6 of three in 12 h S3. */
const observationSets: readonly ScoreExample[] = [
  sLevel('4 sets of two codes in 8 h', sets(['13', '15', '17', '20:59'], ...two), 2),
  sLevel('4 sets, one too old', sets(['12:59:59', '15', '17', '20:59'], ...two), 1),
  sLevel('3 sets', sets(['13', '15', '17'], ...two), 1),
  sLevel('4 sets of one code', sets(['13', '15', '17', '19'], 'pain'), 1),
  sLevel('4 sets, two in one minute', sets(['13', '15', '17', '17:00:59'], ...two), 1),
  sLevel(
    'a set of one minute',
    [...rest, ...sets(['14:00:01'], 'pain'), ...sets(['14:00:59'], 'spo2')],
    2,
  ),
  sLevel(
    'codes of two minutes',
    [...rest, ...sets(['14:00:01'], 'pain'), ...sets(['14:01'], 'spo2')],
    1,
  ),
  sLevel('a code that is not known', [...rest, ...sets(['14'], 'pain', 'bristol')], 1),
  sLevel('codes that are not counted', [...rest, observe('14', 'pain', 1), uncounted], 1),
  sLevel(
    'a value that is not plausible',
    [...rest, observe('14', 'pain', 1), observe('14', 'heart-rate', 999)],
    2,
  ),
  sLevel('6 sets of three codes in 12 h', sets(six, ...three), 3),
  sLevel('5 sets of three codes', sets(six.slice(1), ...three), 2),
  sLevel('6 sets of two codes', sets(six, ...two), 2),
  sLevel(
    '6 sets, one too old',
    [...sets(['8:59:59'], ...three), ...sets(six.slice(1), ...three)],
    2,
  ),
];

const pains = (n: number) =>
  sets(
    Array.from({ length: n }, (_, i) => `14:${10 + i}`),
    'pain',
  );
const saturation = observe('15', 'spo2', 99);
const weight = observe('16', 'weight', 70);
const asValues = (name: string, story: Story, level: number) =>
  sLevel(`counting values, ${name}`, story, level, { observationCounting: 'values' });

const observationValues: readonly ScoreExample[] = [
  asValues('8 of two codes in 8 h', [...pains(7), saturation], 2),
  asValues('7 of two codes', [...pains(6), saturation], 1),
  asValues('8 of one code', pains(8), 1),
  asValues(
    '8 of two codes within a second',
    [
      ...sets(
        Array.from({ length: 7 }, (_, i) => `13:00:00.${100 + i}`),
        'pain',
      ),
      saturation,
    ],
    2,
  ),
  asValues('18 of three codes in 12 h', [...pains(16), saturation, weight], 3),
  asValues('17 of three codes', [...pains(15), saturation, weight], 2),
  asValues('18 of two codes', [...pains(17), saturation], 2),
  asValues('6 of two codes', sets(['13', '14', '15'], ...two), 1),
];

const tasksAndMedication: readonly ScoreExample[] = [
  sLevel('4 suctions', tasks('20', 'suction', 4), 2),
  sLevel('3 suctions', tasks('20', 'suction', 3), 1),
  sLevel(
    '4 suctions, one too old',
    [...tasks('20', 'suction', 3), ...tasks('4 20:59', 'suction')],
    1,
  ),
  sLevel(
    '4 suctions, one just in time',
    [...tasks('20', 'suction', 3), ...tasks('4 21', 'suction')],
    2,
  ),
  sLevel('5 tracheal suctions', tasks('20', 'tracheal-suction', 5), 3),
  sLevel('4 tracheal suctions', tasks('20', 'tracheal-suction', 4), 1),
  sLevel('tube insertion', tasks('20', 'tube-insertion'), 2),
  sLevel('catheter insertion', tasks('20', 'catheter-insertion'), 2),
  sLevel('central line', [start('4', 'central-line')], 2),
  sLevel('other line', [start('4', 'drain')], 1),
  sLevel(
    'central line out at the end',
    [start('4', 'central-line'), stop('20:59', 'central-line')],
    1,
  ),
  sLevel(
    'central line out after the end',
    [start('4', 'central-line'), stop('21', 'central-line')],
    2,
  ),
  sLevel('1000 ml', doses('5', 'infusion', 1, 1000), 2),
  sLevel('999.999 ml', doses('5', 'infusion', 1, 999.999), 1),
  sLevel('1000 ml too early', doses('4:59:59', 'infusion', 1, 1000), 1),
  sLevel('1000 ml by mouth', doses('5', 'oral', 1, 1000), 1),
  sLevel(
    '1000 ml in decimal parts',
    [...doses('6', 'infusion', 9, 100.1), ...doses('7', 'short-infusion', 1, 99.1)],
    2,
  ),
  sLevel('2 short infusions', doses('5', 'short-infusion', 2), 2),
  sLevel('1 short infusion', doses('5', 'short-infusion', 1), 1),
  sLevel('5 short infusions', doses('2', 'short-infusion', 5), 3),
  sLevel('4 short infusions', doses('5', 'short-infusion', 4), 2),
  sLevel('transfusion', doses('2', 'transfusion'), 2),
  sLevel('2 transfusions', doses('2', 'transfusion', 2), 2),
  sLevel('3 transfusions', doses('2', 'transfusion', 3), 3),
  sLevel('cytotoxic', doses('2', 'cytotoxic'), 2),
  sLevel('3 inhalations', tasks('2', 'inhalation', 3), 2),
  sLevel('2 inhalations', tasks('2', 'inhalation', 2), 1),
  sLevel('iv insulin', doses('2', 'iv-insulin'), 3),
  sLevel('vasoactive', doses('2', 'vasoactive'), 3),
  sLevel('observed', doses('2', 'observed'), 3),
  sLevel('injections', doses('2', 'injection', 9), 1),
  sLevel('1 complex dressing', tasks('2', 'dressing.complex'), 2),
  sLevel('2 complex dressings', tasks('2', 'dressing.complex', 2), 3),
  sLevel('1 simple dressing', tasks('2', 'dressing.simple'), 1),
  sLevel('2 simple dressings', tasks('2', 'dressing.simple', 2), 2),
  sLevel('3 simple dressings', tasks('2', 'dressing.simple', 3), 3),
  sLevel(
    'simple and complex count apart',
    [...tasks('2', 'dressing.simple', 2), ...tasks('2', 'dressing.complex')],
    2,
  ),
  sLevel('S3 in two areas', [...tasks('2', 'dressing.simple', 3), ...doses('2', 'observed')], 4),
  sLevel('S3 twice in one area', [...doses('2', 'vasoactive'), ...doses('2', 'observed')], 3),
  sLevel(
    'S3 in one area, S2 in the others',
    [
      ...tasks('2', 'dressing.simple', 2),
      ...doses('2', 'observed'),
      ...tasks('2', 'tube-insertion'),
    ],
    3,
  ),
];

const line = [start('9:30', 'central-line'), stop('10:30', 'central-line')];
const insertion = (time: string) =>
  example(
    `windows hold their start and not their end: an insertion at ${time}`,
    [admit('1'), tasks(time, 'tube-insertion')],
    '6 12:00',
    [
      row('9', { s_level_raw: 1 }),
      row('10', { s_level_raw: 2 }),
      row('6 9', { s_level_raw: 2 }),
      row('6 10', { s_level_raw: 1 }),
    ],
  );
const imputesVolume = (name: string, story: Story, isImputed: boolean) =>
  example(
    `the volume of ${name} is ${isImputed ? 'imputed' : 'not imputed'}`,
    [admit('1'), ...story],
    '6 0',
    [
      row('20', {
        imputed: isImputed
          ? expect.stringContaining('infusion-volume')
          : expect.not.stringContaining('infusion-volume'),
      }),
    ],
  );

const overTime: readonly ScoreExample[] = [
  insertion('10:30'),
  insertion('10'),
  example(
    'raised at once, lowered after four hours',
    [admit('1'), start('10:30', 'central-line'), stop('12:30', 'central-line')],
    '18',
    [
      ...[1, 2, 2, 2, 2, 2, 1, 1, 1, 1].map((s_level, i) => row(`${9 + i}`, { s_level })),
      ...[1, 2, 2, 1, 1, 1, 1, 1, 1, 1].map((s_level_raw, i) => row(`${9 + i}`, { s_level_raw })),
    ],
  ),
  example('a level from before the admission does not hold', [admit('10:45'), ...line], '18', [
    row('10', { s_level: 1 }),
  ]),
  example('a level from after the admission holds', [admit('9:45'), ...line], '18', [
    row('10', { s_level: 2 }),
  ]),
  example(
    'a level from before another admission does not hold',
    [admit('9:15'), ...line, discharge('11'), admit('11:15')],
    '18',
    [row('10', { s_level: 2 }), row('11', { s_level: 1 })],
  ),
  imputesVolume('an infusion without one', doses('5', 'infusion'), true),
  imputesVolume('an infusion too early', doses('4:59', 'infusion'), false),
  imputesVolume('an infusion of 0 ml', doses('5', 'infusion', 1, 0), false),
  imputesVolume('a transfusion', doses('5', 'transfusion'), false),
];

/** Levels of general care (A) and of special care (S). */
export const levelExamples: readonly ScoreExample[] = [
  ...aLevels,
  ...observationSets,
  ...observationValues,
  ...tasksAndMedication,
  ...overTime,
];
