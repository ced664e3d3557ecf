import { at, siteWith, withRnShare } from '../support/scenario.ts';
import { ask, type BalanceExample, child, leaves, NO_NEED, nurses, tick } from './example.ts';

/** The ward has registered nurses alone: assistants are extra, and none where nothing is said of them. */
const unknownRole: BalanceExample = {
  name: 'an hour in which a role of the ward is unknown or partly so is not balanced; another role counts as it is known',
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
        // rn: 2 for half of the hour; of the other half nothing is known
        { supply: { rn: null, na: 1 }, planned: { rn: null, na: 1 }, present: null, load: null },
        { supply: { rn: null, na: 1 }, load: null, gap: null, hoursWithout: { rn: 1, na: 0 } },
      ],
    },
    {
      question: ask('hour', '12', '13'),
      expected: [{ minutes: 9.1875, balancedHours: 0, supply: { rn: null, na: 0.5 }, chppd: null }],
    },
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          minutes: 64.3125, // of all seven hours
          balancedHours: 2,
          staffedHours: 2,
          supply: { rn: 4, na: 6.5 }, // 2 + 2, and 6 + 1/2
          planned: { rn: null, na: 6.5 },
          present: 6, // 2 · (2 + 1)
          hoursWithout: { rn: 5, na: 0 },
          load: 18.375 / 360, // 2 · 9.1875 over 6 · 60
          gap: 5.69375, // 6 − 0.30625
          gapPerHour: 2.846875,
          chppd: 72, // 6 · 24 / 2
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
      nurses('rn', 'planned', 0, '6', '10', { id: 'none' }),
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
        { supply: { rn: 0, na: 0 }, balancedHours: 1, load: null, gap: -0.153125, chppd: 0 },
      ],
    },
  ],
};

/** Half of what is required are assistants: where they are not known, neither is who is there. */
const halfRoster: BalanceExample = {
  name: 'a roster of one role is no shortage of the other',
  site: withRnShare(siteWith(), 0.5),
  deliveries: [
    [
      child('4'),
      nurses('rn', 'planned', 2, '6', '13'),
      nurses('na', 'planned', 3, '6', '9'),
      tick('14'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          ...{ knownHours: 7, staffedHours: 3, balancedHours: 3, hoursWithout: { rn: 0, na: 4 } },
          supply: { rn: 14, na: 9 },
          present: 15, // 3 · (2 + 3)
          gap: 14.540625, // 15 − 3 · 9.1875 / 60
          load: 27.5625 / 900,
        },
      ],
    },
    {
      question: ask('hour', '8', '10'),
      expected: [
        { present: 5, gap: 4.846875, hoursWithout: { rn: 0, na: 0 } },
        { present: null, gap: null, load: null, supply: { rn: 2, na: null } },
      ],
    },
  ],
};

/** No level and no skill mix: a role is the ward's from the first time it has staffing. */
const reportedRoles: BalanceExample = {
  name: 'without level and skill mix the roles are those reported so far',
  site: {
    ...siteWith(),
    wards: siteWith().wards.map((ward) => ({ ...ward, agreed: [] })),
  },
  deliveries: [
    [
      child('4'),
      nurses('rn', 'planned', 1, '6', '13'),
      nurses('na', 'planned', 1, '8', '10'),
      tick('14'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          ...{ staffedHours: 4, balancedHours: 0, gap: null, hoursWithout: { rn: 0, na: 3 } },
          supply: { rn: 7, na: 2 },
          present: 6, // 1 + 1 + 2 + 2
          chppd: 36, // 6 · 24 / 4
          normLoad: 36.75 / 360, // 4 · 9.1875 over 6 · 60
        },
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

export const rosterExamples = [unknownRole, rounding, halfRoster, reportedRoles, asKnown];
