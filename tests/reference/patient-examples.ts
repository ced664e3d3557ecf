import { at, siteWith } from '../support/scenario.ts';
import { ask, type BalanceExample, child, leaves, NO_NEED, nurses, tick } from './example.ts';

/** Five children in the hour 06 UTC, four and a half in 07, four from 08 on. */
const hidden: BalanceExample = {
  name: 'hours with less than five patient-hours are withheld from other wards',
  site: siteWith(),
  deliveries: [
    [
      ...['E1', 'E2', 'E3', 'E4', 'E5'].map((encounter) => child('4', encounter)),
      leaves('7:30', 'E5'),
      nurses('rn', 'planned', 2, '6', '13'),
      tick('13'),
    ],
  ],
  answers: [
    {
      question: ask('shift', '6', '13', 'outside'),
      expected: [
        {
          hours: 7,
          knownHours: 1,
          balancedHours: 1,
          hiddenHours: 6,
          provisional: false,
          // 06: 5 · 9.1875 = 45.9375, to the nearest five; in 07 there are 4.5 patient-hours
          minutes: 45,
          minutesPerHour: 45,
          // 06: base 5 · 33/16 = 10.3, A2 5 · 55/16 = 17.2, S1 5 · 59/16 = 18.4, each less than half a nurse
          components: {
            ...{ base: 0, generalCare: 0, specialCare: 0, surveillance: null },
            ...{ churn: null, oneToOne: null, escort: null },
          },
          patientHours: 5,
          census: 5,
          arrivals: null, // fewer than five
          departures: null,
          imputedPatientHours: null,
          required: 0.75,
          supply: { rn: 14, na: null }, // of all seven hours
          load: 45 / 120, // 2 · 60
          gap: 1.25, // 2 − 0.75
          gapPerHour: 1.25,
          chppd: 9.6, // 2 · 24 / 5
        },
      ],
    },
    {
      question: ask('hour', '6', '8', 'outside'),
      expected: [
        { hiddenHours: 0, minutes: 45, census: 5, components: null },
        { ...NO_NEED, hiddenHours: 1, hours: 1, supply: { rn: 2, na: null } },
      ],
    },
    {
      question: ask('shift', '6', '13'),
      expected: [
        {
          knownHours: 7,
          balancedHours: 7,
          hiddenHours: 0,
          minutes: 301.03125, // and 5 · 4 · 9.1875
          patientHours: 29.5,
          census: 29 / 7,
          imputedPatientHours: 30,
        },
      ],
    },
  ],
};

const empty: BalanceExample = {
  name: 'an empty ward needs nothing; before the first patient and after stream time nothing is known',
  site: siteWith(),
  deliveries: [[child('4'), leaves('5:30'), nurses('rn', 'planned', 1, '3', '10'), tick('8')]],
  answers: [
    {
      question: ask('hour', '3', '10'),
      expected: [
        { ...NO_NEED, hiddenHours: 0, supply: { rn: 1, na: null } },
        // local 05 is night: 6 + 22.5
        { minutes: 28.5, arrivals: 1, census: 1, load: 0.475, chppd: 24, flags: null },
        // half a day hour 4.59375, second half of the arrival 22.5, departure 30
        { minutes: 57.09375, departures: 1, census: 0, patientHours: 0.5, chppd: 48 },
        {
          knownHours: 1,
          balancedHours: 1,
          provisional: false,
          minutes: 0,
          minutesHigh: 0,
          patientHours: 0,
          census: 0,
          arrivals: 0,
          departures: 0,
          coverage: null,
          required: 0,
          load: 0,
          gap: 1,
          chppd: null,
          imputedPatientHours: 0,
          flags: null, // nobody was present
        },
        { minutes: 0, provisional: false },
        // stream time is in this hour, at its very start
        { minutes: 0, provisional: true, gap: 1 },
        { ...NO_NEED, supply: { rn: 1, na: null }, planned: { rn: 1, na: null } },
      ],
    },
    {
      question: ask('hour', '4', '7', 'outside'),
      // an hour without patients is as one with few: when they left is not shown
      expected: [
        { ...NO_NEED, hiddenHours: 1, supply: { rn: 1, na: null } },
        { ...NO_NEED, hiddenHours: 1 },
        { ...NO_NEED, hiddenHours: 1, supply: { rn: 1, na: null } },
      ],
    },
    {
      question: { ...ask('hour', '6', '7'), wardId: 'B' },
      expected: [
        { ...NO_NEED, wardId: 'B', from: at('6'), to: at('7'), supply: null, planned: null },
      ],
    },
  ],
};

export const patientExamples = [hidden, empty];
