import { expect } from 'vitest';
import type { WardEvent } from '../../schemas/ward-event.ts';
import {
  admit,
  discharge,
  doses,
  escort,
  functions,
  siteWith,
  start,
  stop,
  tasks,
  transfer,
  vitals,
} from '../support/scenario.ts';
import { example, minutes, noRow, row, type ScoreExample } from './score-example.ts';

const independent = functions('6', [1, 1, 1, 1]);
/** NEWS2 7: 3 for respiration, 2 for the heart and 2 for oxygen. */
const sick = vitals('9', {
  'respiratory-rate': 25,
  'heart-rate': 111,
  'supplemental-oxygen': true,
});
/** NEWS2 3. */
const alarming = vitals('9:30', { 'systolic-bp': 90 });
const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;

const byDay: readonly ScoreExample[] = [
  example(
    'A2/S2, NEWS2 0, present all of the hour: (33+59+55)/16 + 17/16 = 10.25 min, index 100',
    [admit('5'), functions('6', [2, 2, 1, 1]), vitals('9'), tasks('9:30', 'dressing.complex')],
    '6 2',
    [
      row('11', {
        ...{ a_level: 2, s_level: 2, news2: 0, presence_us: HOUR, minutes: 10_250_000, index: 100 },
        base: minutes(33, 16),
        general_care: minutes(55, 16),
        special_care: minutes(76, 16),
        surveillance: 0,
      }),
    ],
  ),
  example(
    'A2 by default/S2 by a central line, NEWS2 0: the same, and nothing else',
    [admit('5:10'), start('5:10', 'central-line'), vitals('9:30')],
    '12',
    [
      row('10', {
        ...{ base: 2_062_500, general_care: 3_437_500, special_care: 4_750_000, surveillance: 0 },
        ...{ churn: 0, one_to_one: 0, escort: 0 },
        ...{ a_level: 2, s_level: 2, news2: 0, minutes: 10_250_000, index: 100 },
      }),
    ],
  ),
  example(
    'A1/S1, NEWS2 7: 92/16 + 43/24·5.02 = 14.7442 min',
    [admit('5'), independent, sick],
    '6 2',
    // 5.75 + 8.994166… = 14.744167
    [row('11', { a_level: 1, s_level: 1, news2: 7, minutes: 5_750_000 + 8_994_167 })],
  ),
  example(
    'A1/S1, NEWS2 7 of other signs: 92/16 + (48 − 5)/24 · 5.02 = 14.7442 min',
    [
      admit('5:10'),
      functions('9:30', [1, 1, 1, 1]),
      vitals('9:30', { 'respiratory-rate': 22, 'systolic-bp': 100, spo2: 90 }),
    ],
    '12',
    [row('10', { news2: 7, a_level: 1, s_level: 1, minutes: 14_744_167 })],
  ),
  example(
    'special care already holds observation: S4 surplus 92/16 leaves 8.994166… − 5.75 for surveillance',
    [admit('5'), independent, sick, doses('9', 'vasoactive'), tasks('9', 'tracheal-suction', 5)],
    '6 2',
    [row('11', { s_level: 4, special_care: minutes(151, 16), surveillance: 3_244_167 })],
  ),
  // 19/24 · 5.02 = 3.974166…
  ...(
    [
      // less 17/16
      ['S2', [start('9', 'central-line')], 2, 4_750_000, 2_911_667],
      // less 53/16
      ['S3', [tasks('9', 'dressing.simple', 3)], 3, 7_000_000, 661_667],
      // less 92/16
      [
        'S4',
        [tasks('9', 'dressing.simple', 3), tasks('9', 'tracheal-suction', 5)],
        4,
        9_437_500,
        0,
      ],
    ] as const
  ).map(([level, story, s_level, special_care, surveillance]) =>
    example(
      `special care covers observations: surveillance is what exceeds that of ${level}`,
      [admit('5:10'), functions('9:30', [1, 1, 1, 1]), alarming, ...story],
      '12',
      [row('10', { news2: 3, s_level, special_care, surveillance })],
    ),
  ),
  example(
    'isolation raises the base to 123 a day',
    [admit('5'), independent, start('9', 'isolation')],
    '6 2',
    [row('11', { base: minutes(123, 16) }), row('8', { base: minutes(33, 16) })],
  ),
  ...(
    [
      ['begins in the hour', [start('10:59:59', 'isolation')], 7_687_500],
      ['begins after it', [start('11', 'isolation')], 2_062_500],
      ['ends where it begins', [start('8', 'isolation'), stop('10', 'isolation')], 2_062_500],
      [
        'ends in its first moment',
        [start('8', 'isolation'), stop('10:00:00.000001', 'isolation')],
        7_687_500,
      ],
      ['has no length', [start('10:30', 'isolation'), stop('10:30', 'isolation')], 2_062_500],
      [
        'is of an earlier stay',
        [start('8', 'isolation'), discharge('9'), admit('9:30')],
        2_062_500,
      ],
      ['is from before the admission', [start('3', 'isolation')], 7_687_500],
    ] as const
  ).map(([when, needs, base]) =>
    example(
      `isolation that ${when}: a base of ${base / 1e6} min`,
      [admit('5:10'), ...needs],
      '12',
      [row('10', { base })],
    ),
  ),
];

const byNight: readonly ScoreExample[] = [
  example(
    'one nurse for R patients: 60/10 on ward A, 60/7 on ward B, general and special care 0',
    [admit('5'), functions('6', [4, 4, 4, 4]), transfer('22:30', 'B')],
    '6 2',
    [
      // local 22:00 is 21:00 UTC in January
      row('21', { base: 6_000_000, general_care: 0, special_care: 0 }),
      row('6 0', { base: minutes(60, 7) }, 'B'),
      // half of the hour on each ward
      row('22', { base: 3_000_000 }),
      row('22', { base: minutes(30, 7) }, 'B'),
    ],
  ),
  example(
    'surveillance has no surplus to cover it',
    [
      admit('5:10'),
      functions('20', [4, 4, 4, 4]),
      start('20', 'central-line'),
      vitals('20:30', { 'heart-rate': 40 }),
    ],
    '23',
    [
      row('21', {
        ...{ base: 6_000_000, general_care: 0, special_care: 0, surveillance: 3_974_167 },
        ...{ a_level: 3, a_level_high: 4, s_level: 2 },
      }),
    ],
  ),
  example(
    'the ratio is that of the row’s ward',
    [admit('5:10'), transfer('21:30', 'B'), vitals('20:30')],
    '23',
    [
      row('21', { base: 3_000_000, churn: 15_000_000 }),
      row('21', { base: 4_285_714, churn: 11_250_000 }, 'B'),
      row('22', { base: 8_571_429, churn: 11_250_000 }, 'B'),
    ],
  ),
];

const churn: readonly ScoreExample[] = [
  example(
    'admission 22.5 in its hour and the next; transfer 11.25 twice and 15 for the sender; discharge 30',
    [admit('8:10'), transfer('12:20', 'B'), discharge('15:40')],
    '6 2',
    [
      row('8', { churn: 22_500_000 }),
      row('9', { churn: 22_500_000 }),
      row('10', { churn: 0 }),
      row('12', { churn: 15_000_000 }),
      row('12', { churn: 11_250_000 }, 'B'),
      row('13', { churn: 11_250_000 }, 'B'),
      row('15', { churn: 30_000_000 }, 'B'),
    ],
  ),
  example(
    'the second half falls away when the patient has left before that hour',
    [admit('8:10'), transfer('8:50', 'B')],
    '6 2',
    [row('8', { churn: 22_500_000 + 15_000_000 }), noRow('9')],
  ),
  example(
    'a discharge before the admission has no effect',
    [discharge('7:30'), admit('8:10')],
    '6 2',
    [row('8', { arrivals: 1, departures: 0, presence_us: 50 * MINUTE }), noRow('7')],
  ),
  example(
    'on two wards at once: the second admission is a transfer, presence sums to the hour',
    [admit('8'), { ...admit('9:15'), wardId: 'B' } as WardEvent],
    '6 2',
    [
      row('9', { presence_us: 15 * MINUTE, churn: 22_500_000 + 15_000_000 }),
      row('9', { presence_us: 45 * MINUTE, churn: 11_250_000 }, 'B'),
    ],
  ),
  example(
    'a transfer with no stay open opens one, with a transfer’s work',
    [transfer('8:10', 'B')],
    '6 2',
    [row('8', { churn: 11_250_000 }, 'B')],
  ),
  example(
    'an encounter that is never admitted has no rows, and its events are kept',
    [vitals('9'), tasks('9:30', 'suction')],
    '6 2',
    [noRow('10')],
  ),
];

const single: readonly ScoreExample[] = [
  example(
    'one-to-one: 60 min for the part of the hour it was active with the patient there',
    [
      admit('5:10'),
      transfer('10:40', 'B'),
      start('9:30', 'one-to-one'),
      stop('10:50', 'one-to-one'),
    ],
    '12',
    [
      row('9', { one_to_one: 30_000_000 }),
      row('10', { one_to_one: 40_000_000 }),
      row('10', { one_to_one: 10_000_000 }, 'B'),
    ],
  ),
  example(
    'escorts: their minutes, on the ward and in the hour; without minutes imputed as 0',
    [
      admit('5:10'),
      transfer('10:30', 'B'),
      escort('10:29:59', 20),
      escort('10:30', 7.5),
      escort('11:15'),
      escort('11:20', 33.3333335),
    ],
    '12',
    [
      row('10', { escort: 20_000_000 }),
      row('10', { escort: 7_500_000, imputed: expect.not.stringContaining('escort') }, 'B'),
      row('11', { escort: 33_333_334, imputed: expect.stringContaining('escort') }, 'B'),
    ],
  ),
  example(
    'an escort after the stay is of none',
    [admit('5:10'), discharge('10'), escort('10:00', 5)],
    '12',
    [row('10', { escort: 0 })],
  ),
  // one microsecond of presence: f·33/16 min = 33/57.6e9 min, which is 0.000572916 micro-minutes
  example(
    'each component is rounded once: 0.0006 is 0',
    [admit('10'), discharge('10:00:00.000001'), vitals('9:30'), functions('9:30', [1, 1, 1, 1])],
    '12',
    [row('10', { presence_us: 1, minutes: 52_500_000 })],
  ),
  // 873 µs: base 873/3.6e9 · 33/16 · 1e6 = 0.50015…; special care · 59/16 = 0.894…
  example(
    'each component is rounded once: 0.5001 and 0.894 are 1',
    [admit('10'), discharge('10:00:00.000873')],
    '12',
    [row('10', { base: 1, special_care: 1, general_care: 1 })],
  ),
  example(
    'bounds repeat the formula with low and high levels',
    [admit('5:10'), functions('9', [3, 3, null, null])],
    '12',
    [
      row('10', {
        ...{ a_level: 3, a_level_low: 3, a_level_high: 4 },
        ...{ news2: null, news2_low: 0, news2_high: 20 },
        // 92/16 + 144/16 = 14.75; high: 92/16 + 276/16 + 8.994167 = 31.994167
        ...{ minutes: 14_750_000, minutes_low: 14_750_000, minutes_high: 31_994_167 },
        ...{ imputed: 'function.elimination,function.mobility', fresh_inputs: 2 },
        coverage: expect.closeTo(2 / 11, 15),
      }),
    ],
  ),
  ...[true, false].map((isAssumed) =>
    example(
      `consciousness and oxygen that are not known, ${isAssumed ? 'assumed: they score and are not fresh' : 'not assumed: no NEWS2'}`,
      [admit('5'), vitals('9', { consciousness: null, 'supplemental-oxygen': null })],
      '6 2',
      [
        row(
          '11',
          isAssumed
            ? { news2: 0, fresh_inputs: 5, consciousness_freshness: 'assumed' }
            : { news2: null },
        ),
      ],
      siteWith({ assumeAlertWhenNotRecorded: isAssumed, assumeAirWhenNotRecorded: isAssumed }),
    ),
  ),
  example(
    'a patient under 16 has no NEWS2, with the reason, and no surveillance',
    [admit('5', 'A', { age: 15.9 }), vitals('9', { 'respiratory-rate': 40 })],
    '6 2',
    [row('11', { news2: null, news2_high: null, news2_reason: 'under-16', surveillance: 0 })],
  ),
];

/** Minutes of an hour: by day, by night, of moves, and of what is done once. */
export const minuteExamples: readonly ScoreExample[] = [...byDay, ...byNight, ...churn, ...single];
