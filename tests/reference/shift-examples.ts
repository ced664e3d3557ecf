import { at, siteWith } from '../support/scenario.ts';
import { ask, type BalanceExample, child, nurses, tick } from './example.ts';

/** Stockholm in January is UTC+1: the day shift is 06–13 UTC, the evening shift 13–20 UTC. */
const overlapping: BalanceExample = {
  name: 'shifts overlap: the planned evening counts once the actual day is over',
  site: siteWith(),
  deliveries: [
    [
      child('4'),
      nurses('rn', 'planned', 3, '5:45', '13:15'), // local 06:45–14:15
      nurses('rn', 'actual', 4, '5:45', '13:15'),
      nurses('rn', 'planned', 2, '12:45', '20:15'), // local 13:45–21:15
      nurses('na', 'planned', 2, '5:45', '20:15'),
      tick('20:30'),
    ],
  ],
  answers: [
    {
      question: ask('hour', '5', '6'),
      // RN are not known before 05:45: not staffed. NA are none of the ward's roles: 2 · 1/4. Arrived 04:00: 9.1875 + 22.5
      expected: [
        {
          ...{ minutes: 31.6875, balancedHours: 0, staffedHours: 0, present: null, gap: null },
          ...{ supply: { rn: null, na: 0.5 }, planned: { rn: null, na: 0.5 } },
          ...{ hoursWithout: { rn: 1, na: 0 }, rnMinimum: null },
        },
      ],
    },
    {
      question: ask('hour', '12', '14'),
      expected: [
        // 4 actual all of it; planned 3 + 2 · 1/4
        { supply: { rn: 4, na: 2 }, planned: { rn: 3.5, na: 2 } },
        // 4 · 1/4 + 2 · 3/4; planned 3 · 1/4 + 2
        { supply: { rn: 2.5, na: 2 }, planned: { rn: 2.75, na: 2 } },
      ],
    },
    {
      question: ask('shift', '6', '20'),
      expected: [
        {
          from: at('6'),
          to: at('13'),
          hours: 7,
          knownHours: 7,
          balancedHours: 7,
          hiddenHours: 0,
          provisional: false,
          patientHours: 7,
          census: 1,
          arrivals: 0,
          departures: 0,
          minutes: 64.3125, // 7 · 9.1875
          minutesLow: 40.25, // 7 · 5.75
          minutesHigh: 161, // 7 · 23
          components: {
            base: 14.4375, // 7 · 33/16
            generalCare: 24.0625, // 7 · 55/16
            specialCare: 25.8125, // 7 · 59/16
            surveillance: 0,
            churn: 0,
            oneToOne: 0,
            escort: 0,
          },
          minutesPerHour: 9.1875,
          coverage: 0,
          normNeed: 1.071875, // 64.3125 / 60
          normNeedLow: 40.25 / 60,
          normNeedHigh: 161 / 60,
          normLoad: 64.3125 / 2520,
          level: { k: 1, basis: 'agreed', rnShare: 1, validFrom: null },
          required: 1.071875, // one person for each of the norm
          requiredLow: 40.25 / 60,
          requiredHigh: 161 / 60,
          supply: { rn: 28, na: 14 }, // 7 · 4, 7 · 2
          present: 42,
          staffedHours: 7,
          rnMinimum: { minimum: 2, fewest: 4, missing: null, hours: 7 },
          planned: { rn: 21.5, na: 14 }, // 6 · 3 + 3.5
          load: 64.3125 / 2520, // 42 nurse-hours · 60
          gap: 40.928125, // 42 − 1.071875
          gapPerHour: 40_928_125 / 7_000_000,
          chppd: 144, // 42 · 24 / 7
          flags: null, // coverage 0
          imputedPatientHours: 7, // function levels are missing
        },
        {
          from: at('13'),
          to: at('20'),
          balancedHours: 7,
          minutes: 64.3125, // local 14..20 are day hours too
          supply: { rn: 14.5, na: 14 }, // 2.5 + 6 · 2
          planned: { rn: 14.75, na: 14 }, // 2.75 + 6 · 2
          load: 64.3125 / 1710, // 28.5 · 60
          gap: 27.428125,
        },
      ],
    },
    {
      question: ask('hour', '20', '21'),
      // the hour of stream time; known for its first quarter only
      expected: [
        {
          provisional: true,
          minutes: 9.1875,
          present: null,
          load: null,
          hoursWithout: { rn: 1, na: 0 },
        },
      ],
    },
  ],
};

/** An hour is of the shift that holds its start; shifts are in any order in the site file. */
const halfHours: BalanceExample = {
  name: 'shifts that begin at half hours: 07:30, 15:30, 23:30',
  site: {
    ...siteWith(),
    shifts: [
      { id: 'night', start: '23:30' },
      { id: 'day', start: '07:30' },
      { id: 'evening', start: '15:30' },
    ],
  },
  deliveries: [
    // local 07:30–15:30
    [child('4'), nurses('rn', 'planned', 2, '6:30', '14:30'), tick('6 8')],
  ],
  answers: [
    {
      question: ask('shift', '6', '6 8'),
      expected: [
        // local 07:00 is the end of the night that began on Sunday; half of it is known
        { from: at('6'), to: at('7'), hours: 1, minutes: 9.1875, supply: null },
        {
          // local 08..15: 8 · 9.1875; 07–14 UTC is staffed: 7 · 2
          from: at('7'),
          to: at('15'),
          hours: 8,
          minutes: 73.5,
          balancedHours: 7,
          supply: { rn: 14, na: null },
          gap: 12.928125, // 14 − 7 · 9.1875 / 60
        },
        // local 16..21 by day, 22 and 23 by night: 6 · 9.1875 + 2 · 6
        { from: at('15'), to: at('23'), hours: 8, minutes: 67.125, supply: null },
        // local 00..05 by night, 06 and 07 by day: 6 · 6 + 2 · 9.1875
        { from: at('23'), to: at('6 7'), hours: 8, minutes: 54.375 },
        { from: at('6 7'), to: at('6 8'), hours: 1, minutes: 9.1875, provisional: false },
      ],
    },
  ],
};

/** UTC+5:30: UTC hours start at local half hours. */
const halfHourZone: BalanceExample = {
  name: 'a zone off the whole hour: the day has the hours that start in it',
  site: siteWith({}, 'Asia/Kolkata'),
  deliveries: [[child('0'), tick('6 20')]],
  answers: [
    {
      question: ask('day', '5 18', '6 20'),
      expected: [
        { from: at('18'), to: at('19'), hours: 1, minutes: 6 }, // local 23:30
        // local 00:30..23:30: 06:30..21:30 are 16 day hours; 16 · 9.1875 + 8 · 6
        { from: at('19'), to: at('6 19'), hours: 24, minutes: 195 },
        { from: at('6 19'), to: at('6 20'), hours: 1, minutes: 6 },
      ],
    },
  ],
};

export const shiftExamples = [overlapping, halfHours, halfHourZone];
