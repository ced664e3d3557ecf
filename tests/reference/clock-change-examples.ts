import { at, siteWith } from '../support/scenario.ts';
import { ask, type BalanceExample, child, nurses, tick } from './example.ts';

/** At 2026-03-29T01:00Z Stockholm goes from 02:00 to 03:00. */
const spring: BalanceExample = {
  name: 'spring: a day of 23 hours, a night shift of 9',
  site: siteWith(),
  deliveries: [
    [
      child('2026-03-28T10:00:00Z'),
      // local 20:45–07:15
      nurses('rn', 'planned', 2, '2026-03-28T19:45:00Z', '2026-03-29T05:15:00Z'),
      tick('2026-03-30T00:00:00Z'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '2026-03-28T20:00:00Z', '2026-03-29T05:00:00Z'),
      expected: [
        {
          // local 21 | 22 23 00 01 03 04 05 | 06: 2 · 9.1875 + 7 · 6
          from: at('2026-03-28T20:00:00Z'),
          to: at('2026-03-29T05:00:00Z'),
          hours: 9,
          balancedHours: 9,
          minutes: 60.375,
          required: 1.00625,
          supply: { rn: 18, na: null },
          load: 60.375 / 1080,
          gap: 16.99375,
          gapPerHour: 1_699_375 / 900_000,
          chppd: 48, // 18 · 24 / 9
        },
      ],
    },
    {
      question: ask('day', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'),
      expected: [
        {
          // 16 day hours, night hours 00 01 03 04 05 22 23: 16 · 9.1875 + 7 · 6
          hours: 23,
          minutes: 189,
          // 23–05 UTC: local 00 01 03 04 05 and 06; nurses 6 · 2, minutes 5 · 6 + 9.1875
          balancedHours: 6,
          gap: 11.346875, // 12 − 39.1875 / 60
          flags: null,
        },
      ],
    },
    {
      question: ask('week', '2026-03-22T22:00:00Z', '2026-03-29T23:00:00Z'),
      // Monday 23 March 00:00 is 23:00 UTC, Monday 30 March 00:00 is 22:00 UTC
      expected: [{ hours: 1 }, { hours: 167, knownHours: 36 }, { hours: 1, minutes: 6 }],
    },
    {
      question: ask('month', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'),
      expected: [
        {
          hours: 743, // 31 · 24 − 1
          // from 28 March 10 UTC to 30 March 00 UTC
          knownHours: 39, // 14 + 24 + 1
          // local 28th 11..21, 22 23; 29th as above; 30th 00 01 02:
          // (11 + 16) · 9.1875 + (2 + 7 + 3) · 6 + 45
          minutes: 365.0625,
          minutesPerHour: 365.0625 / 39,
          arrivals: 1,
          provisional: true,
        },
      ],
    },
  ],
};

/** At 2026-10-25T01:00Z Stockholm goes from 03:00 to 02:00. */
const autumn: BalanceExample = {
  name: 'autumn: a day of 25 hours, a night shift of 11',
  site: siteWith(),
  deliveries: [
    [
      child('2026-10-24T10:00:00Z'),
      // local 20:45–07:15
      nurses('rn', 'planned', 2, '2026-10-24T18:45:00Z', '2026-10-25T06:15:00Z'),
      tick('2026-10-26T00:00:00Z'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '2026-10-24T18:00:00Z', '2026-10-25T07:00:00Z'),
      expected: [
        { to: at('2026-10-24T19:00:00Z'), hours: 1, supply: null },
        {
          // local 21 | 22 23 00 01 02 02 03 04 05 | 06: 2 · 9.1875 + 9 · 6
          from: at('2026-10-24T19:00:00Z'),
          to: at('2026-10-25T06:00:00Z'),
          hours: 11,
          balancedHours: 11,
          minutes: 72.375,
          required: 1.20625,
          supply: { rn: 22, na: null },
          load: 72.375 / 1320,
          gap: 20.79375,
          chppd: 48,
        },
        { from: at('2026-10-25T06:00:00Z'), hours: 1, minutes: 9.1875 },
      ],
    },
    {
      question: ask('day', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'),
      // 16 day hours, night hours 00 01 02 02 03 04 05 22 23: 16 · 9.1875 + 9 · 6
      expected: [{ hours: 25, minutes: 201 }],
    },
    {
      question: ask('hour', '2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z'),
      // both start at local 02:00
      expected: [
        { from: at('2026-10-25T00:00:00Z'), to: at('2026-10-25T01:00:00Z'), minutes: 6 },
        { from: at('2026-10-25T01:00:00Z'), to: at('2026-10-25T02:00:00Z'), minutes: 6 },
      ],
    },
  ],
};

export const clockChangeExamples = [spring, autumn];
