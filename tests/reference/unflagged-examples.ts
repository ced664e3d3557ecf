import { siteWith, withRnShare } from '../support/scenario.ts';
import { ask, type BalanceExample, nurses, tick } from './example.ts';
import { known } from './flag-examples.ts';

/** `known` needs 5.75 min an hour: 40.25 in the seven hours of the day shift. */
const unknownHour: BalanceExample = {
  name: 'flags are of the hours in which RN are known',
  site: withRnShare(siteWith(), 0.75),
  deliveries: [
    [
      ...known,
      nurses('rn', 'planned', 3, '6', '12'),
      nurses('na', 'planned', 1, '6', '13'),
      tick('14'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          ...{ balancedHours: 6, staffedHours: 6, supply: { rn: 18, na: 7 }, present: 24 },
          ...{ hoursWithout: { rn: 1, na: 0 }, coverage: 1 },
          flags: {
            rnRequired: 0.43125, // 6 · 0.75 · 5.75 / 60
            rnShortfall: -17.56875,
            shortfall: false,
            rnBelowMinimum: false,
          },
        },
      ],
    },
    {
      question: ask('hour', '11', '13'),
      expected: [
        {
          flags: {
            rnRequired: 0.071875, // 0.75 · 5.75 / 60
            rnShortfall: -2.928125,
            shortfall: false,
            rnBelowMinimum: false,
          },
        },
        { balancedHours: 0, supply: { rn: null, na: 1 }, present: null, gap: null, flags: null },
      ],
    },
  ],
};

const unstaffedHour: BalanceExample = {
  name: 'an hour that is not staffed does not count in flags',
  site: siteWith(),
  deliveries: [[...known, nurses('rn', 'planned', 3, '6', '12'), tick('14')]],
  answers: [
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          balancedHours: 6,
          minutes: 40.25,
          flags: {
            rnRequired: 0.575, // 6 · 5.75 / 60
            rnShortfall: -17.425,
            shortfall: false,
            rnBelowMinimum: false,
          },
        },
      ],
    },
  ],
};

/** RN are judged by themselves: one is there, whatever is known of the assistants. */
const unknownAssistants: BalanceExample = {
  name: 'RN under the minimum are so where NA are unknown',
  site: withRnShare(siteWith(), 0.75),
  deliveries: [[...known, nurses('rn', 'planned', 1, '6', '13'), tick('10:30')]],
  answers: [
    {
      question: ask('shift', '6', '20'),
      expected: [
        {
          ...{ knownHours: 5, balancedHours: 0, gap: null, load: null, present: null },
          ...{ supply: { rn: 7, na: null }, hoursWithout: { rn: 0, na: 7 } },
          // the patient is there in five hours, and two are to come
          rnMinimum: { minimum: 2, fewest: 1, missing: 1, hours: 7 },
          flags: {
            rnRequired: 0.359375, // 5 · 0.75 · 5.75 / 60
            rnShortfall: 0.359375 - 5,
            shortfall: false,
            rnBelowMinimum: true,
          },
        },
        { supply: null, rnMinimum: null, hoursWithout: { rn: 0, na: 0 }, flags: null },
      ],
    },
  ],
};

const unplanned: BalanceExample = {
  name: 'the share is that of the level, also where no RN hours are planned',
  site: withRnShare(siteWith(), 0.75),
  deliveries: [
    [
      ...known,
      nurses('na', 'planned', 1, '6', '13'),
      nurses('rn', 'actual', 3, '6', '13'),
      tick('14'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          planned: { rn: null, na: 7 },
          flags: {
            rnRequired: 0.503125, // 0.75 · 40.25 / 60
            rnShortfall: -20.496875,
            shortfall: false,
            rnBelowMinimum: false,
          },
        },
      ],
    },
  ],
};

export const unflaggedExamples = [unknownHour, unstaffedHour, unknownAssistants, unplanned];
