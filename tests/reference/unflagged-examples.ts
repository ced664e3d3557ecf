import { siteWith, withRnShare } from '../support/scenario.ts';
import { ask, type BalanceExample, nurses, tick } from './example.ts';
import { known } from './flag-examples.ts';

/** `known` needs 5.75 min an hour: 40.25 in the seven hours of the day shift. */
const unknownHour: BalanceExample = {
  name: 'no flags where RN are unknown in one of the balanced hours',
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
      expected: [{ balancedHours: 7, supply: { rn: 18, na: 7 }, coverage: 1, flags: null }],
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
        { balancedHours: 1, supply: { rn: null, na: 1 }, flags: null },
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

export const unflaggedExamples = [unknownHour, unstaffedHour, unplanned];
