import { DAY } from '../../../pipelines/sources/simulator/clock.ts';
import { SHIFTS } from '../../../pipelines/sources/simulator/shift.ts';
import { markdownTable } from '../../../schemas/markdown.ts';
import { scoredHospital } from '../../support/scored-hospital.ts';
import {
  meanMinutes,
  STATES,
  type StateHour,
  share,
  wardStates,
} from '../../support/ward-states.ts';

const HOSPITAL = { wards: 20, days: 28, seed: 1 };
const START = Date.parse('2026-01-05T00:00:00Z') / 1000;
const END = START + HOSPITAL.days * DAY;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Four weeks of the simulated hospital: how often its wards are short, and what its specialties need. */
const hospital = await scoredHospital(HOSPITAL);
const hours = wardStates(hospital, START, END);

const percent = (value: number) => (100 * value).toFixed(1);
const row = (name: string, of: readonly StateHour[]) => [
  name,
  ...STATES.map((state) => percent(share(of, state))),
];
const table = (heading: string, rows: string[][]) =>
  process.stdout.write(
    `${markdownTable([heading, ...STATES.map((state) => `${state} %`)], rows)}\n\n`,
  );

table('hour', [
  ...Array.from({ length: 24 }, (_, local) =>
    row(
      String(local).padStart(2, '0'),
      hours.filter(({ hour }) => hour.local === local),
    ),
  ),
  row('all', hours),
]);
table(
  'day',
  WEEKDAYS.map((name, weekday) =>
    row(
      name,
      hours.filter(({ hour }) => hour.weekday === weekday),
    ),
  ),
);

const minutes = meanMinutes(hospital, START, END);
process.stdout.write(
  `${markdownTable(
    ['minutes per patient-hour', ...SHIFTS.map(({ name }) => name)],
    [...minutes].map(([type, means]) => [
      type,
      ...SHIFTS.map(({ name }) => means[name]!.toFixed(1)),
    ]),
  )}\n`,
);
