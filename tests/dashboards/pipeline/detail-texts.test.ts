import { expect, test } from 'vitest';
import { detailText } from '../../../dashboards/src/pipeline/detail-texts.ts';
import { decode, validateEvent } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { site } from '../../../schemas/site.ts';
import { OBSERVATION_CODES, observationCode } from '../../../schemas/vocabulary.ts';

const ward = { name: 'A', type: 'medicine', beds: 4, nightPatientsPerStaff: 10 };
const wards = [
  { wardId: 'A', ...ward },
  { wardId: 'B', ...ward, closedFrom: '2026-01-01' },
];
const rules = eventRules(site.parse({ siteId: 's', name: 's', wards }));
const AT = '2026-01-05T08:00:00Z';
const FRAME = { id: 'e1', source: 'ehr', occurredAt: AT, recordedAt: AT };
const OF_PATIENT = { ...FRAME, encounterId: 'E1' };
/** Every field of every type of event. */
const EVENTS: readonly object[] = [
  {
    ...{ ...OF_PATIENT, type: 'admission', wardId: 'A', bed: '1', status: 'final' },
    ...{ plannedDischargeAt: '2026-01-06T08:00:00Z', age: 50, pregnant: false },
  },
  ...Object.keys(OBSERVATION_CODES).map((code) => ({
    ...{ ...OF_PATIENT, type: 'observation', code, value: 1 },
    unit: observationCode(code)!.unit ?? 'x',
  })),
  { ...OF_PATIENT, type: 'task', code: 'escort', minutes: 5 },
  { ...OF_PATIENT, type: 'medication', form: 'infusion', volumeMl: 5, code: 'B05' },
  { ...OF_PATIENT, type: 'assessment', instrument: 'barthel', total: 5, items: { a: 1 } },
  {
    ...{ ...FRAME, type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount: 3 },
    ...{ from: AT, to: '2026-01-05T09:00:00Z' },
  },
  { ...FRAME, type: 'judgement', wardId: 'A', value: 1, note: 'x' },
];
/** What may be wrong with a field; `undefined` leaves it out. */
const WRONG: readonly unknown[] = [
  ...[undefined, null, '', 'x'.repeat(300), '\u0001', -1, 1e9, 1.5, NaN, true, [], {}, 'B', 'C'],
  ...['2026-13-01T00:00:00Z', '2026-01-05', '2026-01-05T08:00:00', '1200-01-01T00:00:00Z'],
  ...['2027-01-05T08:00:00Z', '2020-01-05T08:00:00Z', '19121212-1212', '\u202ex', { a: 'x' }],
  ...[{ a: { b: { c: { d: 1 } } } }, JSON.parse('{"__proto__":1}')],
  Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}`, 1])),
];

/** Every text that the server has for what is wrong with a record. */
function details(): Set<string> {
  const said = new Set<string>();
  const tried = (value: unknown) => {
    const result = validateEvent(value, rules);
    if ('detail' in result) said.add(result.detail);
  };
  for (const event of EVENTS) {
    for (const name of [...Object.keys(event), 'extra']) {
      for (const wrong of WRONG) {
        const { [name]: _, ...rest } = event as Record<string, unknown>;
        tried(wrong === undefined ? rest : { ...rest, [name]: wrong });
      }
    }
  }
  const wide = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${i}`, 1]));
  for (const value of [null, 5, 'x', [], { type: 'x' }, wide]) tried(value);
  const records = [Buffer.from([0xff]), Buffer.from('{'), Buffer.alloc(70_000, 0x20)];
  const { rejected } = decode(
    records.map((bytes, offset) => ({ offset, bytes })),
    rules,
  );
  for (const { detail } of rejected) said.add(detail);
  return said;
}

test('whatever is wrong with a field is said in Swedish, and in English as the server says it', () => {
  const all = [...details()];
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((detail) => detailText(detail, 'sv').lang !== 'sv')).toEqual([]);
  const swedish = all.map((detail) => detailText(detail, 'sv').text);
  expect(
    swedish.filter((text) => /\b(?:expected|received|must|than|and|of)\b/i.test(text)),
  ).toEqual([]);
  expect(all.map((detail) => detailText(detail, 'en'))).toEqual(
    all.map((text) => ({ text, lang: 'en' })),
  );
});

test.each([
  ['Invalid input: expected string, received number', 'förväntade text, fick ett tal'],
  ['Invalid input: expected number, received undefined', 'ett tal saknas'],
  ['Too big: expected number to be <=1440', 'förväntade högst 1440'],
  ['Invalid option: expected one of "rn"|"na"', 'förväntade någon av "rn", "na"'],
  ['Expected a whole number 1 to 4', 'förväntade ett heltal 1–4'],
  ['Expected mmHg', 'förväntade enheten mmHg'],
  [
    'Looks like a personal identity number; say it without',
    'liknar ett personnummer: skriv det utan',
  ],
  [
    'Expected a source that this key sends for: adt, ehr and others',
    'förväntade ett källsystem som nyckeln får skicka för: adt, ehr med flera',
  ],
  [
    'Expected another source: only the server writes for this one',
    'förväntade ett annat källsystem: bara servern skriver för det här',
  ],
  [
    "Expected at most 5 minutes after this server's clock",
    'förväntade högst 5 minuter efter serverns klocka',
  ],
  [
    "Expected at most 400 days before this server's clock; start it with --allow-old, or raise maxAgeDays in the site file, and retry",
    'förväntade högst 400 dygn före serverns klocka: starta den med --allow-old, eller höj maxAgeDays i avdelningsfilen, och läs in igen',
  ],
])('“%s” is “%s”', (detail, text) => {
  expect(detailText(detail, 'sv')).toEqual({ text, lang: 'sv' });
});

test('what a later server says that has no translation stays, and is marked as English', () => {
  const detail = 'Something else went wrong with it';
  expect(detailText(detail, 'sv')).toEqual({ text: detail, lang: 'en' });
});
