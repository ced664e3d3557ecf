import { at, siteWith } from '../support/scenario.ts';
import { ask, type BalanceExample, child, leaves, NO_NEED, nurses, tick } from './example.ts';

const unknownRole: BalanceExample = {
  name: 'a role that is not known counts nothing; an hour that is partly unknown is not balanced',
  site: siteWith(),
  deliveries: [
    [
      child('4'),
      nurses('na', 'planned', 1, '6', '12:30'),
      nurses('rn', 'actual', 2, '6', '8:30'),
      tick('14'),
    ],
  ],
  answers: [
    {
      question: ask('hour', '8', '10'),
      expected: [
        // rn: 2 for half of the hour; the other half counts nothing
        { supply: { rn: 1, na: 1 }, planned: { rn: null, na: 1 }, load: 9.1875 / 120 },
        { supply: { rn: null, na: 1 }, load: 9.1875 / 60, gap: 0.846875 },
      ],
    },
    {
      question: ask('hour', '12', '13'),
      expected: [{ minutes: 9.1875, balancedHours: 0, supply: null, planned: null, chppd: null }],
    },
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          minutes: 64.3125, // of all seven hours
          balancedHours: 6,
          supply: { rn: 5, na: 6 }, // 2 + 2 + 1
          planned: { rn: null, na: 6 },
          load: 55.125 / 660, // 6 · 9.1875 over 11 · 60
          gap: 10.08125, // 11 − 0.91875
          gapPerHour: 1_008_125 / 600_000,
          chppd: 44, // 11 · 24 / 6
        },
      ],
    },
  ],
};

const rounding: BalanceExample = {
  name: 'supply is rounded by hour and then summed; nobody there is known',
  site: siteWith(),
  deliveries: [
    [
      child('4'),
      nurses('rn', 'planned', 1, '6', '6:20'),
      nurses('rn', 'planned', 1, '7', '7:20'),
      nurses('rn', 'planned', 1, '8', '8:20'),
      nurses('na', 'planned', 0, '6', '10'),
      tick('14'),
    ],
  ],
  answers: [
    {
      // cut to the range: 06–09
      question: ask('shift', '6', '9'),
      expected: [
        {
          from: at('6'),
          to: at('9'),
          hours: 3,
          supply: { rn: 0.999999, na: 0 }, // 3 · 0.333333
          load: 27_562_500 / 59_999_940, // 3 · 9.1875 over 0.999999 · 60
          gap: 0.540624, // 0.999999 − 0.459375
        },
      ],
    },
    {
      question: ask('hour', '9', '10'),
      expected: [
        { supply: { rn: null, na: 0 }, balancedHours: 1, load: null, gap: -0.153125, chppd: 0 },
      ],
    },
  ],
};

/** A later delivery ends the stay earlier, corrects one roster and removes another. */
const asKnown: BalanceExample = {
  name: 'as known then',
  site: siteWith(),
  deliveries: [
    [
      child('4'),
      nurses('rn', 'planned', 4, '6', '13', { id: 'amended' }),
      nurses('rn', 'planned', 3, '6', '13', { id: 'erroneous' }),
      tick('6:30'),
    ],
    [
      leaves('5:30', 'E1', '7'),
      nurses('rn', 'planned', 2, '6', '13', {
        id: 'amended',
        status: 'amended',
        recordedAt: at('7'),
      }),
      nurses('rn', 'planned', 3, '6', '13', {
        id: 'erroneous',
        status: 'entered-in-error',
        recordedAt: at('7'),
      }),
      tick('7:10'),
    ],
  ],
  answers: [
    {
      question: ask('hour', '5', '8'),
      asKnownAt: at('6:29:59'),
      expected: [
        { ...NO_NEED, supply: null },
        { ...NO_NEED, supply: null },
        { ...NO_NEED, supply: null },
      ],
    },
    // published at stream time 06:30, and at 07:10
    ...['6:30', '7:09:59'].map((time) => ({
      question: ask('hour', '5', '8'),
      asKnownAt: at(time),
      expected: [
        { minutes: 31.6875, provisional: false, departures: 0, supply: null },
        { minutes: 9.1875, provisional: true, supply: { rn: 7, na: null }, gap: 6.846875 },
        { ...NO_NEED, supply: { rn: 7, na: null }, planned: { rn: 7, na: null } },
      ],
    })),
    ...[{}, { asKnownAt: at('7:10') }].map((time) => ({
      question: ask('hour', '5', '8'),
      ...time,
      expected: [
        // half an hour, the second half of the arrival, the departure: 4.59375 + 22.5 + 30
        { minutes: 57.09375, departures: 1, supply: null },
        { minutes: 0, provisional: false, supply: { rn: 2, na: null }, gap: 2 },
        { minutes: 0, provisional: true, supply: { rn: 2, na: null }, gap: 2 },
      ],
    })),
  ],
};

export const rosterExamples = [unknownRole, rounding, asKnown];
