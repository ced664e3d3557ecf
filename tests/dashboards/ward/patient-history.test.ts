import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import {
  changeSince,
  historySentence,
  minutesHours,
} from '../../../dashboards/src/ward/patient-history.ts';
import { hoursFrom, point } from './point.ts';

const POINTS = hoursFrom('2026-01-05T08:00:00Z', [
  '2026-01-05T09+01',
  '2026-01-05T10+01',
  '2026-01-05T11+01',
]).map((span) => point(span));
const WINDOW = { from: Date.UTC(2026, 0, 5, 8), to: Date.UTC(2026, 0, 5, 11) };
const hour = (at: string, minutes: number, wardId = '31A') => ({
  ...{ hour: at, wardId, minutes, minutesLow: minutes - 1, minutesHigh: minutes + 2 },
});

test('hours of another ward, and those before the patient came, are not known', () => {
  const hours = [hour('2026-01-05T09:00:00Z', 12, '36A'), hour('2026-01-05T10:00:00Z', 20.5)];
  const history = minutesHours(hours, POINTS, WINDOW, '31A');
  expect(history.map(({ value, low, high }) => [value, low, high])).toEqual([
    [null, null, null],
    [null, null, null],
    [20.5, 19.5, 22.5],
  ]);
  expect(historySentence(history, swedish.ward, formatOf('sv', 'Europe/Stockholm'))).toBe(
    'Omvårdnadsbehov 20,5 minuter per timme de senaste 48 timmarna. 2 timmar utan värde på avdelningen.',
  );
});

test('a change is against the same ward so many hours before', () => {
  const now = hour('2026-01-05T10:00:00Z', 20);
  expect(changeSince([hour('2026-01-05T04:00:00Z', 12)], now, 6)).toBe(8);
  expect(changeSince([hour('2026-01-05T04:00:00Z', 12, '36A')], now, 6)).toBeNull();
  expect(changeSince([], now, 6)).toBeNull();
});
