import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import type { State } from '../../../dashboards/src/status.ts';
import { basisText, nowLines } from '../../../dashboards/src/ward/now-lines.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { restOf, usualOf, ward } from '../ward.ts';

const sv = swedish.ward;
const en = english.ward;
const AGREED = { k: 2.0488, basis: 'agreed', rnShare: 0.6, validFrom: '2025-09-01' } as const;

/** Eight persons at twenty patients agreed, 24 patients: 9.6 required, of them 0.6 · 9.6 = 5.76 RN. */
const SHORT = ward({
  ...{ level: AGREED, requiredNurses: 9.6, requiredRn: 5.76, supply: { rn: 5, na: 3 } },
  ...{ gap: -1.6, load: 1.2, minutes: 281, minutesLow: 270, minutesHigh: 300, normNurses: 4.686 },
  restOfShift: { ...restOf(-1.4)!, shiftId: 'day', required: 9.4 },
  usualNeed: { minutes: 220, p10: 200, p90: 240, hours: 40 },
  ...{ census: 24, beds: 22, coverage: 0.97 },
});

/** Each line as it is read: `Just nu −1,6 8,0 på plats, behöver 9,6`. */
function lines(of: WardNow, state: State, language: 'sv' | 'en' = 'sv'): string[] {
  const messages = language === 'sv' ? sv : en;
  const format = formatOf(language, 'Europe/Stockholm');
  return nowLines({ ward: of, state, age: 'för 4 min sedan', messages, format }).map(
    ({ term, figure, unit, more }) =>
      [term, figure, unit, ...more].filter((text) => text !== null).join(' '),
  );
}

test('a ward says what it lacks now, till the end of the shift, and by role', () => {
  expect(lines(SHORT, 'short').slice(0, 4)).toEqual([
    'Just nu −1,6 8,0 på plats, behöver 9,6',
    'Till 21 −1,4 i snitt 8,0 på plats, behöver 9,4',
    'Sjuksköterskor −0,8 5,0 på plats, behöver 5,8 minst 2',
    // 9.6 − 5.76 = 3.84
    'Undersköterskor −0,8 3,0 på plats, behöver 3,8',
  ]);
  expect(lines(SHORT, 'short', 'en').slice(0, 3)).toEqual([
    'Right now −1.6 8.0 present, 9.6 required',
    'Till 21 −1.4 8.0 present, 9.4 required on average',
    'Registered nurses −0.8 5.0 present, 5.8 required at least 2',
  ]);
});

test('need stands beside what is usual, and load beside balance', () => {
  expect(lines(SHORT, 'short').slice(4)).toEqual([
    // 281 / 220 = 1.277
    'Omvårdnadsbehov 281 min/h (270–300), 128 % av vanligt',
    'Belastning just nu 120 % 100 % = i balans',
    'Belagda vårdplatser 24/22 vpl +2 överbeläggningar',
    'Datatäckning 97 % andel av underlaget som finns',
    'Senaste underlag för 4 min sedan',
  ]);
});

test('a registered nurse under the least number is named beside her role', () => {
  // one RN and three assistants, 3.2 required, half of them RN: 1.6
  const thin = ward({
    ...{ level: { ...AGREED, rnShare: 0.5 }, requiredNurses: 3.2, requiredRn: 1.6 },
    ...{ supply: { rn: 1, na: 3 }, gap: 0.8, load: 0.8, missingRn: 1, marks: ['rn-missing'] },
  });
  expect(lines(thin, 'short').slice(0, 3)).toEqual([
    'Just nu +0,8 4,0 på plats, behöver 3,2',
    'Sjuksköterskor −0,6 1,0 på plats, behöver 1,6 1 av minst 2: en ssk saknas',
    'Undersköterskor +1,4 3,0 på plats, behöver 1,6',
  ]);
});

test('a registered nurse who left in this hour is missing from now on, beside the mean of the hour', () => {
  // one until 22 minutes past the hour: 0.4 on average; half of 1.2 required, and at least one
  const left = ward({
    ...{ level: { ...AGREED, rnShare: 0.5 }, requiredNurses: 1.2, requiredRn: 0.6, gap: 1.2 },
    ...{ supply: { rn: 0.4, na: 2 }, minimumRn: 1, presentRn: 0, missingRn: 1 },
    marks: ['rn-missing'],
  });
  const [, rn] = lines(left, 'short');
  expect(rn).toBe(
    'Sjuksköterskor −0,2 i snitt 0,4 på plats, behöver 0,6 just nu 0 av minst 1: en ssk saknas',
  );
  expect(lines(left, 'short', 'en')[1]).toBe(
    'Registered nurses −0.2 0.4 present, 0.6 required on average right now 0 of at least 1: 1 RN missing',
  );
  // the mean is not known, since nobody is known for a part of the hour
  const some = { ...left, supply: null, present: null, gap: null };
  expect(lines(some, 'short')[1]).toBe(
    'Sjuksköterskor 0,6 behövs bemanning saknas just nu 0 av minst 1: en ssk saknas',
  );
});

test('without a level there is need against the usual, and no difference', () => {
  // 0.70 norm persons a person, usually 0.52: 1.346
  const none = ward({
    ...{ level: null, requiredNurses: null, gap: null, load: null, normNurses: 3.5 },
    ...{ supply: { rn: 3, na: 2 }, normLoad: 0.7, usualLoad: usualOf(0.52) },
  });
  expect(lines(none, 'no-level').slice(0, 4)).toEqual([
    'Just nu 135 % av vanlig belastning',
    'Sjuksköterskor 3,0 på plats minst 2',
    'Undersköterskor 2,0 på plats',
    'Omvårdnadsbehov 300 min/h (260–350), normbehov 3,5 personer, normalt behov ännu inte känt',
  ]);
  // nine days of history: need alone
  expect(lines({ ...none, usualLoad: null }, 'no-level')[0]).toBe('Just nu 3,5 normbehov');
});

test('without staffing need stands alone, of each role too', () => {
  const alone = {
    ...{ ...SHORT, supply: null, present: null, presentRn: null },
    ...{ gap: null, load: null, restOfShift: null },
  };
  expect(lines(alone, 'no-staffing').slice(0, 3)).toEqual([
    'Just nu 9,6 behövs bemanning saknas',
    'Sjuksköterskor 5,8 behövs bemanning saknas',
    'Undersköterskor 3,8 behövs bemanning saknas',
  ]);
  // of the role that is known there are figures, and no sum
  const half = {
    ...alone,
    supply: { rn: 5, na: null },
    ...{ present: null, presentRn: 5 },
    missingRoles: ['na' as const],
  };
  expect(lines(half, 'no-staffing').slice(0, 3)).toEqual([
    'Just nu 9,6 behövs uppgift om usk saknas',
    'Sjuksköterskor −0,8 5,0 på plats, behöver 5,8 minst 2',
    'Undersköterskor 3,8 behövs bemanning saknas',
  ]);
});

test('figures that are old, or of too few inputs, are in parentheses', () => {
  for (const state of ['old', 'incomplete'] as const) {
    expect(lines(SHORT, state)).toEqual([
      'Just nu (−1,6) (8,0) på plats, behöver (9,6)',
      'Till 21 (−1,4) i snitt (8,0) på plats, behöver (9,4)',
      'Sjuksköterskor (−0,8) (5,0) på plats, behöver (5,8) minst 2',
      'Undersköterskor (−0,8) (3,0) på plats, behöver (3,8)',
      'Omvårdnadsbehov (281) min/h (270–300), (128) % av vanligt',
      'Belastning just nu (120 %) 100 % = i balans',
      'Belagda vårdplatser (24/22) vpl (+2 överbeläggningar)',
      // how good the inputs are is no figure of them
      'Datatäckning 97 % andel av underlaget som finns',
      'Senaste underlag för 4 min sedan',
    ]);
  }
});

test('need that is not known says why', () => {
  const hidden = ward({
    ...{ minutes: null, minutesLow: null, minutesHigh: null, normNurses: null, reason: null },
    ...{ requiredNurses: null, supply: null, load: null, coverage: null, census: null },
  });
  const few = lines({ ...hidden, reason: 'few-patients' }, 'unknown');
  expect(few[0]).toBe('Just nu – för få patienter för att visas');
  expect(few[3]).toBe('Omvårdnadsbehov –');
  expect(few.at(-2)).toBe('Datatäckning – andel av underlaget som finns');
});

test('the basis of the level is said in a sentence', () => {
  expect(basisText(SHORT, sv)).toBe(
    'Behovet beräknas enligt beslutad bemanning, gäller från 2025-09-01. Ssk-andel 60 %.',
  );
  expect(basisText({ ...SHORT, level: { ...AGREED, validFrom: null } }, sv)).toBe(
    'Behovet beräknas enligt beslutad bemanning. Ssk-andel 60 %.',
  );
  expect(basisText(ward({ level: null }), sv)).toMatch(/^Ej kalibrerad: /);
  expect(basisText(ward({ level: null }), en)).toMatch(/^Not calibrated: /);
  expect(basisText(ward({ level: null, reason: 'no-events' }), sv)).toBeNull();
});
