import { admit, escort, functions, siteWith, vitals, withRnShare } from '../support/scenario.ts';
import { ask, type BalanceExample, nurses, tick } from './example.ts';
import type { Flags } from './flags.ts';
import type { Staffing } from './supply.ts';

/**
 * A grown-up with all inputs known, A1/S1 with NEWS2 0, needs (33 + 0 + 59)/16 = 5.75 min in a day hour: 40.25 in
 * the day shift, 06–13 UTC. Escorts make it a round number.
 */
export const known = [admit('4'), ...vitals('5:30'), ...functions('5:30', [1, 1, 1, 1])];
/** 40.25 + 2 · 1179.875 */
const needs2400 = [...known, escort('8:10', 1179.875), escort('9:10', 1179.875)];
/** 40.25 + 1159.75 */
const needs1200 = [...known, escort('8:10', 1159.75)];

function nice(
  name: string,
  minutes: 2400 | 1200,
  roster: readonly Staffing[],
  supply: number,
  flags: Flags,
): BalanceExample {
  const need = minutes === 2400 ? needs2400 : needs1200;
  const expected = {
    minutes,
    minutesLow: minutes,
    minutesHigh: minutes,
    required: minutes / 60,
    coverage: 1,
    balancedHours: 7,
    imputedPatientHours: 0,
    supply: { rn: supply, na: null },
    gap: -flags.rnShortfall,
    flags,
  };
  const site = siteWith();
  const question = ask('shift', '6', '13');
  const deliveries = [[...need, ...roster, tick('14')]];
  return { name, site, deliveries, answers: [{ question, expected: [expected] }] };
}

/** `throughout` nurses in all seven hours, and `more` in the first one. */
const registered = (basis: Staffing['basis'], throughout: number, more: number) => [
  nurses('rn', basis, throughout, '6', '13'),
  nurses('rn', basis, more, '6', '7', { id: 'more' }),
];

const enough = { shortfall: false, rnBelowMinimum: false };
const short = { ...enough, shortfall: true };

/** BALANCE.md, Flags: 40 and 20 RN hours required, at the limit and just past it. */
const shortfallLimits: BalanceExample[] = [
  // 7 · 4 + 4 = 32: eight short, not more
  nice('40 RN hours required, 32 available', 2400, registered('planned', 4, 4), 32, {
    ...enough,
    rnRequired: 40,
    rnShortfall: 8,
  }),
  nice('40 required, just below 32', 2400, registered('actual', 4, 3.999999), 31.999999, {
    ...short,
    rnRequired: 40,
    rnShortfall: 8.000001,
  }),
  // 7 · 2 + 1 = 15: five short, 25 %, not more
  nice('20 RN hours required, 15 available', 1200, registered('actual', 2, 1), 15, {
    ...enough,
    rnRequired: 20,
    rnShortfall: 5,
  }),
  nice('20 required, just below 15', 1200, registered('planned', 2, 0.999999), 14.999999, {
    ...short,
    rnRequired: 20,
    rnShortfall: 5.000001,
  }),
];

const skillMix: BalanceExample = {
  name: 'the agreed skill mix says what is for registered nurses; productive share 0.8',
  // three of four, whatever is planned
  site: withRnShare(siteWith({ productiveShare: 0.8 }), 0.75),
  deliveries: [
    [
      ...needs2400,
      nurses('rn', 'planned', 3, '6', '13'),
      nurses('rn', 'actual', 1, '6', '13'),
      nurses('na', 'planned', 1, '6', '13'),
      tick('14'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          required: 50, // 2400 / 60 / 0.8
          supply: { rn: 7, na: 7 },
          planned: { rn: 21, na: 7 },
          load: 2400 / 672, // 14 · 60 · 0.8
          gap: -36,
          gapPerHour: -36 / 7,
          chppd: 48, // 14 · 24 / 7
          flags: {
            rnRequired: 37.5,
            rnShortfall: 30.5, // 37.5 − 7
            shortfall: true,
            rnBelowMinimum: true,
          },
        },
      ],
    },
    {
      // the rule is made for a shift
      question: ask('day', '6', '13'),
      expected: [{ required: 50, gap: -36, flags: null }],
    },
  ],
};

const thin: BalanceExample = {
  name: 'no advice from thin data: vital signs alone are 7 of 11 inputs',
  site: siteWith(),
  deliveries: [[admit('4'), ...vitals('5:30'), nurses('rn', 'planned', 1, '6', '13'), tick('14')]],
  answers: [
    {
      question: ask('shift', '6', '13'),
      // A2 by default: 7 · 9.1875
      expected: [{ minutes: 64.3125, coverage: 7 / 11, load: 64.3125 / 420, flags: null }],
    },
  ],
};

export const flagExamples = [...shortfallLimits, skillMix, thin];
