import { siteWith } from '../support/scenario.ts';
import { ask, type BalanceExample, child, nurses, tick } from './example.ts';

/** One nurse from the start, a second one from 8 January 11:00 UTC on. */
const roster = [
  nurses('rn', 'planned', 1, '4 23', '13 0', { id: 'one' }),
  nurses('rn', 'planned', 1, '8 11', '13 0', { id: 'two' }),
];
/** Monday 12 January, local. */
const monday = ask('day', '11 23', '12 23');

/**
 * A child comes with the local midnight of Monday 5 January. The week to the midnight of the 12th is 168 hours, 84 with one
 * nurse and 84 with two:
 *
 *     one nurse    night 6/60 = 0.1, arrival 28.5/60 = 0.475, day 9.1875/60 = 0.153125
 *     two nurses   night 0.05, day 9.1875/120 = 0.0765625
 *
 * So the 84th load is 0.0765625 and the 85th 0.1: the median is 0.08828125.
 */
const week: BalanceExample = {
  name: 'a band from 168 hours: 85–115 % of their median load',
  site: siteWith(),
  deliveries: [[child('4 23'), ...roster, tick('12 6:30')]],
  answers: [
    {
      question: monday,
      expected: [
        {
          band: { low: 0.0750390625, optimum: 0.08828125, high: 0.1015234375 },
          hours: 24,
          knownHours: 8, // 23–07 UTC
          balancedHours: 8,
          provisional: true,
          minutes: 54.375, // local 00..05: 6 · 6; 06 and 07: 2 · 9.1875
          supply: { rn: 48, na: null }, // with the hours to come
          load: 54.375 / 960,
          gap: 15.09375, // 16 − 0.90625
        },
      ],
    },
    {
      question: ask('hour', '11 22', '12 0', 'outside'),
      // one patient all the time: of the hours that may be seen there is no median
      expected: [
        { band: null, hiddenHours: 1 },
        { band: null, hiddenHours: 1, load: null },
      ],
    },
    {
      // begins on Sunday at 21:00
      question: ask('shift', '11 20', '12 6'),
      expected: [{ hours: 10, band: null }],
    },
  ],
};

const tooShort: BalanceExample = {
  name: 'no band from 167 hours',
  site: siteWith(),
  deliveries: [[child('0'), ...roster, tick('12 6:30')]],
  answers: [{ question: monday, expected: [{ knownHours: 8, band: null }] }],
};

const notOver: BalanceExample = {
  name: 'the 168th hour does not count while it is provisional',
  site: siteWith(),
  deliveries: [[child('4 23'), ...roster, tick('11 22:30')]],
  answers: [
    { question: monday, expected: [{ knownHours: 0, supply: { rn: 48, na: null }, band: null }] },
  ],
};

export const bandExamples = [week, tooShort, notOver];
