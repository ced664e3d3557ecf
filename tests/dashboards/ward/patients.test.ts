import { describe, expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { barParts } from '../../../dashboards/src/ward/bar.ts';
import { categoryOf, shares } from '../../../dashboards/src/ward/categories.ts';
import { aheadText, hoursAhead, minutesAhead } from '../../../dashboards/src/ward/hours-ahead.ts';
import { news2 } from '../../../dashboards/src/ward/patient-row.ts';
import { ordered, type Patient, shortNames } from '../../../dashboards/src/ward/patients.ts';
import type { PatientAhead } from '../../../schemas/read-api.ts';

const patient = (encounterId: string, minutes: number, bed?: string | null) =>
  ({ encounterId, minutes, ...(bed === undefined ? {} : { bed }) }) as Patient;
const ids = (patients: readonly Patient[]) => patients.map(({ encounterId }) => encounterId);

describe('the order of patients', () => {
  const all = [
    patient('E', 9),
    patient('D', 5, null),
    patient('C', 7, '10'),
    patient('B', 30, '2'),
    patient('A', 7, '2'),
  ];

  test('by bed is as a person counts, without one last', () => {
    expect(ids(ordered(all, 'bed'))).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  test('by minutes is the most first, then by bed', () => {
    expect(ids(ordered(all, 'minutes'))).toEqual(['B', 'E', 'A', 'C', 'D']);
  });
});

describe('the shifts ahead of patients', () => {
  const row = (
    encounterId: string,
    shiftId: string,
    hours: number,
    minutesPerHour: number | null,
  ) => ({ encounterId, shiftId, hours, minutesPerHour }) as PatientAhead;
  const ahead = hoursAhead([
    row('A', 'evening', 2, 12),
    row('A', 'night', 10, 6),
    row('B', 'evening', 2, 10),
    row('B', 'night', 10, 6.96),
    row('C', 'evening', 2, null),
    row('C', 'night', 10, 9),
  ]);
  const format = formatOf('sv', 'Europe/Stockholm');

  test('are ordered by all of their hours, those that are not known last', () => {
    const all = [patient('D', 90, '1'), patient('C', 80), patient('A', 12), patient('B', 10)];
    // 2 · 12 + 10 · 6 = 84; 2 · 10 + 10 · 6,96 = 89,6
    expect(['A', 'B', 'C', 'D'].map((id) => minutesAhead(ahead.get(id)))).toEqual([
      84,
      89.6,
      null,
      null,
    ]);
    expect(ids(ordered(all, 'ahead', ahead))).toEqual(['B', 'A', 'D', 'C']);
  });

  test('are written by shift, in the order in which they come', () => {
    const text = (id: string) => aheadText(ahead.get(id), swedish.ward, format);
    expect(text('A')).toBe('kväll 12,0 · natt 6,0');
    expect(text('C')).toBe('kväll – · natt 9,0');
    expect(text('D')).toBeNull();
  });
});

describe('pseudonyms', () => {
  test('of up to twelve characters are whole', () => {
    expect([...shortNames(['E02WJGL1', 'ABCDEFGHIJKL']).values()]).toEqual([
      'E02WJGL1',
      'ABCDEFGHIJKL',
    ]);
  });

  test('longer ones are their ends', () => {
    expect(shortNames(['0123456789ABCDEF']).get('0123456789ABCDEF')).toBe('…ABCDEF');
  });

  test('are never the same for two patients', () => {
    const names = shortNames(['2026-000011-234567', '2026-000021-234567']);
    expect([...names.values()]).toEqual(['…11-234567', '…21-234567']);
  });
});

describe('categories', () => {
  const components = {
    ...{ base: 2, generalCare: 9, specialCare: 0, surveillance: 1, churn: 0 },
    ...{ oneToOne: 60, escort: 5 },
  };

  test('are at most six, those of nothing left out, the two rarest together', () => {
    expect(shares(components)).toEqual([
      { category: 'base', minutes: 2 },
      { category: 'generalCare', minutes: 9 },
      { category: 'surveillance', minutes: 1 },
      { category: 'presence', minutes: 65 },
    ]);
  });

  test('hold what the model may add', () => {
    expect(['churn', 'escort', 'teaching'].map(categoryOf)).toEqual([
      'churn',
      'presence',
      'presence',
    ]);
  });

  test('lie after one another in a bar, a pixel apart', () => {
    const parts = [
      { category: 'base', minutes: 10 },
      { category: 'churn', minutes: 20 },
    ] as const;
    expect(barParts(parts, 60, 300)).toEqual([
      { category: 'base', x: 0, width: 49 },
      { category: 'churn', x: 50, width: 99 },
    ]);
  });

  test('of next to nothing are still seen, and a ward of nothing is drawn', () => {
    expect(barParts([{ category: 'base', minutes: 0.01 }], 60, 300)[0]!.width).toBe(1);
    expect(barParts([{ category: 'base', minutes: 0 }], 0, 300)).toEqual([
      { category: 'base', x: 0, width: 1 },
    ]);
  });
});

test.each([
  [{ news2: 0, news2Low: 0, news2High: 0, news2Reason: null }, '0'],
  [{ news2: null, news2Low: 2, news2High: 8, news2Reason: null }, '2–8, värden saknas'],
  [
    { news2: null, news2Low: null, news2High: null, news2Reason: 'under-16' },
    'gäller inte under 16 år',
  ],
  [{ news2: null, news2Low: null, news2High: null, news2Reason: null }, '–'],
])('NEWS2 of %j is "%s"', (score, text) => {
  expect(news2(score as Patient, swedish.ward)).toBe(text);
});
