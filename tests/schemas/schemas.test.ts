import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { outdatedFiles } from '../../schemas/generate.ts';
import { formatInstant, parseInstant } from '../../schemas/instant.ts';
import { site } from '../../schemas/site.ts';
import { hospital, toWire } from '../property/hospital.ts';

test('JSON Schemas and tables are generated from the zod schemas (npm run schemas)', () => {
  expect(outdatedFiles()).toEqual([]);
});

test('the generated event schema takes every event', () => {
  const url = new URL('../../schemas/json/ward-event.schema.json', import.meta.url);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(url, 'utf8')));
  fc.assert(
    fc.property(hospital(), ({ log }) => {
      for (const { event } of log) expect(validate(toWire(event)), event.type).toBe(true);
    }),
    { numRuns: 10 },
  );
});

describe('instants', () => {
  test('agree with Date wherever Date is exact, to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('1900-01-01T00:00:00Z'),
          max: new Date('2249-12-31T00:00:00Z'),
          noInvalidDate: true,
        }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (date, offset) => {
          const sign = offset < 0 ? '-' : '+';
          const size = Math.abs(offset);
          const zone = `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
          const local = new Date(date.getTime() + offset * 60_000).toISOString().replace('Z', zone);
          fc.pre(!local.startsWith('1899') && !local.startsWith('2250'));
          expect(parseInstant(local)).toBe(date.getTime() * 1000);
        },
      ),
    );
  });

  test('keep microseconds both ways', () => {
    expect(parseInstant('2026-01-05T08:10:00.000001Z') % 1_000_000).toBe(1);
    expect(formatInstant(parseInstant('2026-01-05T08:10:00.120Z'))).toBe('2026-01-05T08:10:00.12Z');
    expect(formatInstant(parseInstant('1969-12-31T23:59:59.999999Z'))).toBe(
      '1969-12-31T23:59:59.999999Z',
    );
  });

  test.each([
    '2026-01-05',
    '2026-01-05T08:10:00',
    '2026-01-05 08:10:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-05T24:00:00Z',
    '2026-01-05T08:10:00.Z',
    '2026-01-05T08:10:00+24:00',
    '2026-1-05T08:10:00Z',
    '1899-12-31T23:59:59Z',
    'not a time at all!!!',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNaN();
  });
});

describe('the site file', () => {
  const good = {
    siteId: 'demo',
    name: 'Demosjukhuset',
    wards: [
      { wardId: '31A', name: 'Kirurgi', type: 'surgery', beds: 25, nightPatientsPerStaff: 10 },
    ],
  };

  test('has the documented defaults', () => {
    expect(site.parse(good)).toMatchObject({
      timeZone: 'Europe/Stockholm',
      shifts: [
        { id: 'day', start: '07:00' },
        { id: 'evening', start: '14:00' },
        { id: 'night', start: '21:00' },
      ],
      switches: {
        assumeAlertWhenNotRecorded: false,
        assumeAirWhenNotRecorded: false,
        observationCounting: 'sets',
        defaultFunctionLevel: 2,
        productiveShare: 1,
      },
    });
  });

  test('reads the earlier name of the night ratio', () => {
    const { nightPatientsPerStaff, ...ward } = good.wards[0]!;
    const earlier = { ...good, wards: [{ ...ward, nightPatientsPerNurse: nightPatientsPerStaff }] };
    expect(site.parse(earlier)).toEqual(site.parse(good));
    // what is read is a site file
    expect(site.parse(site.parse(earlier))).toEqual(site.parse(good));
  });

  test('says what is wrong with a night ratio of no name, or of both', () => {
    const messages = (more: object) => {
      const { nightPatientsPerStaff: _, ...ward } = good.wards[0]!;
      const parsed = site.safeParse({ ...good, wards: [{ ...ward, ...more }] });
      return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    };
    expect(messages({})).toEqual([
      'wards.0.nightPatientsPerStaff: Expected the patients for each of the nursing staff at night, as 10',
    ]);
    expect(messages({ nightPatientsPerStaff: 10, nightPatientsPerNurse: 10 })).toEqual([
      'wards.0.nightPatientsPerStaff: Expected one name of the night ratio: nightPatientsPerNurse is its earlier one',
    ]);
  });

  test.each([
    ['an unknown key', { ...good, wardz: 1 }],
    [
      'no night ratio',
      { ...good, wards: [{ ...good.wards[0], nightPatientsPerStaff: undefined }] },
    ],
    ['a ward twice', { ...good, wards: [good.wards[0], good.wards[0]] }],
    ['an unknown time zone', { ...good, timeZone: 'Mars/Olympus' }],
    ['a NUL in its name', { ...good, name: 'Demo\u0000' }],
    [
      'half a character in a ward’s name',
      { ...good, wards: [{ ...good.wards[0], name: '\ud800' }] },
    ],
    ['a bell in a ward’s type', { ...good, wards: [{ ...good.wards[0], type: 'a\u0007' }] }],
    ['a NUL in its id', { ...good, siteId: '\u0000' }],
    ['a NUL in a shift', { ...good, shifts: [{ id: 'd\u0000', start: '07:00' }] }],
    ['a shift at 25:00', { ...good, shifts: [{ id: 'x', start: '25:00' }] }],
    ['an unknown switch', { ...good, switches: { assumeAll: true } }],
  ])('%s is an error', (_, value) => {
    expect(site.safeParse(value).success).toBe(false);
  });
});

describe('the model file', () => {
  const { weights } = loadModel('vi-1');

  test('adds up to the sixteen cells of PPBV §12', () => {
    const a = [weights.a1, weights.a2, weights.a3, weights.a4];
    const s = [weights.s1, weights.s2, weights.s3, weights.s4];
    // A1/S1 59 … A4/S4 427, row by row of A
    const cells = [
      [59, 76, 112, 151],
      [114, 131, 167, 206],
      [203, 220, 256, 295],
      [335, 352, 388, 427],
    ];
    expect(a.map((general) => s.map((special) => general.value + special.value))).toEqual(cells);
  });

  test('admission and discharge are the 75 minutes of the statute', () => {
    expect(weights.admission.value + weights.discharge.value).toBe(75);
  });

  test('every weight says where it is from, and assumptions say so', () => {
    for (const [name, weight] of Object.entries(weights)) {
      expect(weight.source.length, name).toBeGreaterThan(10);
      if (/assumption/i.test(weight.source)) expect(weight.kind, name).toBe('assumption');
    }
  });
});
