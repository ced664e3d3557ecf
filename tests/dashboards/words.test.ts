import { describe, expect, test } from 'vitest';
import { age } from '../../dashboards/src/age.ts';
import { formatOf } from '../../dashboards/src/format.ts';
import { messages as english } from '../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../dashboards/src/i18n/sv/messages.ts';
import { sentence } from '../../dashboards/src/wall/sentence.ts';
import { nameBeside } from '../../dashboards/src/ward-name.ts';

const MINUTE = 60_000;
const [sv, en] = [swedish.wall, english.wall];
const formats = { sv: formatOf('sv', 'Europe/Stockholm'), en: formatOf('en', 'Europe/Stockholm') };

test.each([
  [-5 * MINUTE, 'nyss'],
  [MINUTE - 1, 'nyss'],
  [4 * MINUTE, 'för 4 min sedan'],
  [59.9 * MINUTE, 'för 59 min sedan'],
  [60 * MINUTE, 'för 1 timme sedan'],
  [47.9 * 60 * MINUTE, 'för 47 timmar sedan'],
  [48 * 60 * MINUTE, 'för 2 dygn sedan'],
])('%d ms ago is "%s"', (milliseconds, text) => {
  expect(age(milliseconds, sv)).toBe(text);
});

test('time is Stockholm’s, in winter and in summer', () => {
  expect(formats.sv.clock(Date.UTC(2026, 0, 5, 6, 42))).toBe('07:42');
  expect(formats.en.clock(Date.UTC(2026, 6, 5, 22, 5))).toBe('00:05');
  expect(formats.sv.dayAndClock(Date.UTC(2026, 0, 5, 23, 30))).toBe('6 jan. 00:30');
});

test('time is the site’s, wherever that is', () => {
  expect(formatOf('sv', 'Europe/Helsinki').clock(Date.UTC(2026, 0, 5, 6, 42))).toBe('08:42');
  // the hour that comes twice
  expect(formats.sv.clock(Date.UTC(2026, 9, 25, 0, 30))).toBe('02:30');
  expect(formats.sv.clock(Date.UTC(2026, 9, 25, 1, 30))).toBe('02:30');
});

test('days are named by weekday, and dates as they are written in Sweden', () => {
  expect(formats.sv.day(Date.UTC(2026, 9, 24, 22))).toBe('sön 25 okt.');
  expect(formats.en.date(Date.UTC(2026, 9, 24, 22))).toBe('2026-10-25');
  expect([1, 7].map(formats.sv.weekday)).toEqual(['mån', 'sön']);
  expect([1, 7].map(formats.en.weekday)).toEqual(['Mon', 'Sun']);
});

test.each([
  [-2.16, '−2,2'],
  [1, '+1,0'],
  [-0.04, '0,0'],
  [0.05, '+0,1'],
])('a difference of %d reads "%s"', (value, text) => {
  expect(formats.sv.signed(value)).toBe(text);
});

test('numbers are written as the language does', () => {
  expect(formats.sv.tenths(5.94)).toBe('5,9');
  expect(formats.en.tenths(5.94)).toBe('5.9');
  expect(formats.sv.percent(1.178)).toBe('118');
});

test.each([
  ['31A', 'Kirurgi 31A', 'Kirurgi'],
  ['CSRU-12', 'Cardiac surgery recovery 12', 'Cardiac surgery recovery 12'],
  ['A', 'Avdelning A för Akutvård', 'Avdelning för Akutvård'],
  ['B', 'B', ''],
  ['MAVA 2', 'Akutvård MAVA 2', 'Akutvård'],
  ['2', 'Avdelning 12', 'Avdelning 12'],
])('beside %s the name "%s" reads "%s"', (wardId, name, beside) => {
  expect(nameBeside({ wardId, name })).toBe(beside);
});

describe('the sparkline in words', () => {
  const hour = '2026-01-05T09:00:00Z';
  const history = [310, null, 470.4].map((minutes) => ({ hour, minutes }));

  test('gives the range, the current value and how many hours are missing', () => {
    expect(sentence(history, 470.4, sv, formats.sv)).toBe(
      'Omvårdnadsbehov de senaste 24 timmarna: 310–470 minuter per timme, nu 470. Värde saknas för 1 timme.',
    );
    expect(sentence([...history, { hour, minutes: null }], null, en, formats.en)).toBe(
      'Required nursing minutes per hour in the last 24 hours: 310–470, now unknown. 2 hours are missing.',
    );
  });

  test('says so when nothing is known', () => {
    expect(sentence([{ hour, minutes: null }], null, sv, formats.sv)).toBe(sv.noTrend);
  });
});
