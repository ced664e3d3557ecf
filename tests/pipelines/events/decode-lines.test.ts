import type { Data, RecordBatch } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../../pipelines/events/arrow-texts.ts';
import { decode, type Rejection } from '../../../pipelines/events/decode.ts';
import { LineDecoder } from '../../../pipelines/events/decode-lines.ts';
import { ACCEPTED, type EventRules, eventRules } from '../../../pipelines/events/event-rules.ts';
import { parseUsualInstant } from '../../../pipelines/events/instant-bytes.ts';
import { PlainLineReader } from '../../../pipelines/events/plain-lines.ts';
import { Spellings } from '../../../pipelines/events/spellings.ts';
import { EventColumns, toArrow } from '../../../pipelines/events/to-arrow.ts';
import { EVENT_COLUMNS } from '../../../schemas/event-batch.ts';
import { parseInstant } from '../../../schemas/instant.ts';
import { record, site } from '../../fuzz/inputs.ts';
import { hospital, toWire } from '../../property/hospital.ts';

/** The values of each column: texts, the bits of numbers, `null`; of texts that are not there, how many bytes they take. */
function valuesOf(batch: RecordBatch): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.keys(EVENT_COLUMNS).map((name, at) => {
      const data = batch.data.children[at]!;
      const rows = Array.from({ length: batch.numRows }, (_, row) => row);
      return [
        name,
        rows.map((row) => (data.getValid(row) ? valueAt(data, row) : nullAt(data, row))),
      ];
    }),
  );
}

function nullAt({ dictionary, valueOffsets }: Data, row: number): number | null {
  if (dictionary !== undefined || valueOffsets === undefined) return null;
  return Number(valueOffsets[row + 1]) - Number(valueOffsets[row]);
}

function valueAt(data: Data, row: number): unknown {
  const { values, valueOffsets, dictionary } = data;
  if (dictionary !== undefined || valueOffsets !== undefined) return textOf(data, row);
  if (values instanceof Uint8Array) return (values[row >> 3]! >> (row & 7)) & 1;
  return new BigInt64Array(values.buffer, values.byteOffset, data.length)[row];
}

/** As lines one after another in one buffer, with something before and after. */
function asLines(records: readonly Uint8Array[]) {
  const bytes = Buffer.concat([
    Buffer.from('{"id":"'),
    ...records.flatMap((each) => [each, Buffer.from('}"\n')]),
  ]);
  let at = 7;
  const ranges = records.map((each) => {
    const from = at;
    at += each.length + 3;
    return [from, from + each.length] as const;
  });
  return { bytes, ranges };
}

function expectSame(records: readonly Uint8Array[], rules: EventRules): void {
  const { bytes, ranges } = asLines(records);
  const decoder = new LineDecoder(rules, records.length);
  const rejected = ranges
    .map(([from, to], offset) => decoder.take(offset, bytes, from, to))
    .filter((each): each is Rejection => each !== null);
  const judged = decode(
    records.map((each, offset) => ({ offset, bytes: each })),
    rules,
  );
  const plainly = (each: Rejection) => ({ ...each, raw: Buffer.from(each.raw).toString('hex') });
  expect(rejected.map(plainly)).toEqual(judged.rejected.map(plainly));
  expect(valuesOf(decoder.finish())).toEqual(valuesOf(toArrow(judged.events)));
}

const spaces = fc.constantFrom('', '', '', '', ' ', '  ', '\t', '\r');
/** Other spellings of the number 7.5: some are the same number, some none. */
const NUMBERS = [
  ...[
    '7.5',
    '7.50',
    '75e-1',
    '0.75E1',
    '+7.5',
    '07.5',
    '7.',
    '.5',
    '-7.5',
    '-0',
    '0',
    '-',
    '1e400',
  ],
  ...['7.500000000000000', '7.5000000000000001', '123456789012345678', '0.1', '99.9', '37.123456'],
  ...['999999999999999', '0.000000000000001', '4.35', '2.675', '1.005', '7,5', '0x7', '7.5.1'],
  ...['"7.5"', 'null', 'NaN', 'true', 'tru', 'false', '[7.5]', '{}'],
];
const INSTANTS = [
  ...['2026-01-05T08:10:00Z', '2026-01-05T08:10:00.5Z', '2026-01-05T08:10:00.123456Z'],
  ...[
    '2026-01-05T08:10:00.1234567Z',
    '2026-01-05T08:10:00.000000999Z',
    '2026-01-05T09:10:00+01:00',
  ],
  ...['2026-01-05T08:10:00-00:00', '2026-01-05T08:10:00+24:00', '2026-01-05T08:10:00+0100'],
  ...[
    '2026-01-05t08:10:00z',
    '2026-01-05 08:10:00Z',
    '2026-01-05T24:00:00Z',
    '2026-02-29T00:00:00Z',
  ],
  ...[
    '2024-02-29T00:00:00Z',
    '2025-12-31T23:59:60Z',
    '1899-12-31T23:59:59.9Z',
    '2250-01-01T00:00:00Z',
  ],
  ...[
    '1900-01-01T00:00:00+00:01',
    '2026-01-05T08:10:00',
    '2026-01-05T08:10Z',
    '2026-01-05T08:10:00.Z',
  ],
  ...[
    '2026-1-05T08:10:00Z',
    '2026-01-0:T08:10:00Z',
    '2026-00-05T08:10:00Z',
    '2026-01-05T08:10:00Z ',
  ],
];
const INSTANT_FIELDS = new Set(['occurredAt', 'recordedAt', 'plannedDischargeAt', 'from', 'to']);

/** Ways to write a value other than `JSON.stringify` does. */
function spelling(name: string, value: unknown): fc.Arbitrary<string> {
  const usual = JSON.stringify(value);
  const others = [
    ...(typeof value === 'string'
      ? [escaped(value), JSON.stringify(`${value}é`), `"${value}`]
      : []),
    ...(typeof value === 'number' ? NUMBERS : []),
    ...(INSTANT_FIELDS.has(name) ? INSTANTS.map((text) => JSON.stringify(text)) : []),
    ...[
      '"true"',
      '"false"',
      'true',
      '"°C"',
      '"/min"',
      '"\u007f"',
      '"\ufeffx"',
      '"a\\u0000"',
      'null',
    ],
  ];
  return fc.oneof(
    { weight: 24, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

function escaped(text: string): string {
  const units = [...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${units.join('')}"`;
}

/** A line with the fields of an event in any order, spelling and number. */
function spelt(event: object): fc.Arbitrary<Buffer> {
  const fields = Object.entries(event);
  const pair = ([name, value]: [string, unknown]) =>
    fc
      .tuple(spaces, spaces, spelling(name, value), spaces)
      .map(([a, b, text, c]) => `${a}"${name}"${b}:${text}${c}`);
  return fc
    .tuple(
      fc.shuffledSubarray(fields, { minLength: Math.max(0, fields.length - 1) }),
      fc.option(fc.constantFrom(...fields, ['text', 'x'], ['items', {}], ['volumeMl', 1]), {
        freq: 9,
      }),
      spaces,
    )
    .chain(([some, more, end]) =>
      fc
        .tuple(...[...some, ...(more === null ? [] : [more])].map((each) => pair(each as never)))
        .map((pairs) => Buffer.from(`{${pairs.join(',')}}${end}`)),
    );
}

/** Bytes with some of them changed, left out or put in. */
const damaged = (line: Buffer) =>
  fc
    .array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 255 })), {
      maxLength: 2,
    })
    .map((changes) =>
      changes.reduce((bytes, [place, left, byte]) => {
        const at = place % bytes.length;
        return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + left)]);
      }, line),
    );

/** Lines of a hospital with its rules: as its systems send them, spelt in other ways, damaged. */
const written = hospital()
  .filter(({ log }) => log.length > 0)
  .chain(({ site, log }) =>
    fc.record({
      site: fc.constant(site),
      lines: fc.tuple(
        ...log.slice(0, 40).map(({ event }) => {
          const wire = toWire(event);
          const usual = Buffer.from(JSON.stringify(wire));
          return fc.oneof(fc.constant(usual), spelt(wire), damaged(usual));
        }),
      ),
    }),
  );

describe('lines straight to columns are the events and rejections that the judge makes of them', () => {
  test('of a hospital, spelt in any way or damaged', () => {
    fc.assert(
      fc.property(written, ({ site, lines }) => {
        expectSame(lines, eventRules(site));
      }),
      { numRuns: 150 },
    );
  });

  test('whatever comes', () => {
    const some = fc.array(record, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(some, fc.boolean(), (lines, isAccepted) => {
        expectSame(lines, isAccepted ? ACCEPTED : eventRules(site));
      }),
      { numRuns: 150 },
    );
  });

  const AT = '"occurredAt":"2026-01-05T08:10:00Z","recordedAt":"2026-01-05T08:10:00Z"';
  const observation = (rest: string) =>
    `{"id":"o1","source":"m","type":"observation","encounterId":"E1",${AT},${rest}}`;
  test.each(NUMBERS)('the number %s', (number) => {
    expectSame([Buffer.from(observation(`"code":"mood","value":${number}`))], eventRules(site));
  });
  test.each(INSTANTS)('the instant %s', (text) => {
    const planned = `"wardId":"31A","plannedDischargeAt":"${text}"`;
    const admission = `{"id":"o1","source":"m","type":"admission","encounterId":"E1",${AT},${planned}}`;
    const at = `{"id":"o1","source":"m","type":"tick","occurredAt":"2026-01-05T00:00:00Z","recordedAt":"${text}"}`;
    expectSame([Buffer.from(admission), Buffer.from(at)], eventRules(site));
    const bytes = Buffer.from(`"${text}"Z`);
    const micros = parseUsualInstant(bytes, 1, 1 + text.length);
    if (!Number.isNaN(micros)) expect(micros).toBe(parseInstant(text));
  });
  test.each([
    ['a field twice', observation('"code":"pain","value":1,"code":"spo2"')],
    ['a value twice, of two kinds', observation('"code":"mood","value":1,"value":"x"')],
    ['the text of a flag', observation('"code":"supplemental-oxygen","value":"true"')],
    ['a flag', observation('"code":"supplemental-oxygen","value":true')],
    ['words of other letters', observation('"code":"temperature","value":38,"unit":"°C"')],
    ['an escaped key', observation('"c\\u006fde":"pain","value":1')],
    ['an escaped quote', observation('"code":"mood","value":"a\\"b"')],
    ['a comma at the end', observation('"code":"pain","value":1,')],
    ['nothing between commas', observation('"code":"pain",,"value":1')],
    ['a status', observation('"code":"pain","value":1,"status":"amended"')],
    ['a status that is none', observation('"code":"pain","value":1,"status":"draft"')],
    ['two objects', `${observation('"code":"pain","value":1')}{}`],
    ['an unended text', observation('"code":"pain","value":"x')],
    ['nothing', '{}'],
    ['no brace at the end', observation('"code":"pain","value":1').slice(0, -1)],
    ['what is no text', Buffer.from([...Buffer.from(observation('"code":"a","value":"')), 0xff])],
    ['a line over the limit', `${observation('"code":"pain","value":1')}${' '.repeat(65_536)}`],
    ['a line after white space', ` ${observation('"code":"pain","value":1')}`],
    ['a byte order mark', `\ufeff${observation('"code":"pain","value":1')}`],
  ])('%s', (_, line) => {
    expectSame([Buffer.from(line)], eventRules(site));
  });

  const staffing = {
    ...{
      id: 's1',
      source: 'roster',
      type: 'staffing',
      wardId: '31A',
      role: 'rn',
      basis: 'planned',
    },
    ...{ occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z', headcount: 2.5 },
    ...{ from: '2026-01-05T14:00:00Z', to: '2026-01-05T22:00:00Z' },
  };
  const assessment = {
    ...{ id: 'a1', source: 'ehr', type: 'assessment', encounterId: 'E1', instrument: 'braden' },
    ...{ occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z', total: -3.5 },
  };
  test.each<object>([
    ...[
      {},
      { role: 'md' },
      { basis: 'guess' },
      { headcount: 1001 },
      { headcount: -1 },
      { bed: '1' },
    ],
    ...[{ to: staffing.from }, { to: '2026-01-05T13:00:00Z' }, { to: '2027-02-09T14:00:00Z' }],
    ...[{ to: '2027-02-09T14:00:01Z' }, { from: '1899-12-31T00:00:00Z' }, { headcount: undefined }],
    ...[
      { wardId: 'closed' },
      { wardId: 'closed', from: '2026-01-05T11:59:59Z' },
      { wardId: 'none' },
    ],
    ...[{ occurredAt: '2024-01-05T08:00:00Z' }, { to: undefined }, { encounterId: 'E1' }],
  ])('staffing but for %j', (change) => {
    const rules = eventRules(site);
    const closed = {
      ...rules,
      closings: new Map([['closed', parseInstant('2026-01-05T12:00:00Z')]]),
    };
    const wards = { has: (ward: string) => ward !== 'none' };
    expectSame([Buffer.from(JSON.stringify({ ...staffing, ...change }))], { ...closed, wards });
  });
  test.each<object>([
    ...[
      {},
      { instrument: 'a b' },
      { instrument: '' },
      { total: '3' },
      { total: null },
      { value: 1 },
    ],
    ...[
      { items: {} },
      { items: { b: 1, a: 2 } },
      { items: { a: '1' } },
      { encounterId: undefined },
    ],
  ])('an assessment but for %j', (change) => {
    expectSame([Buffer.from(JSON.stringify({ ...assessment, ...change }))], eventRules(site));
  });

  test('numbers of any digits', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...'0123456789'),
      minLength: 1,
      maxLength: 20,
    });
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(digits, digits).map(([whole, part]) => `${whole}.${part}`),
      digits,
    );
    fc.assert(
      fc.property(fc.array(number, { minLength: 30, maxLength: 30 }), (numbers) => {
        const all = numbers.map((each) =>
          Buffer.from(observation(`"code":"mood","value":${each}`)),
        );
        expectSame(all, eventRules(site));
      }),
    );
  });

  test.each(['', 'x'.repeat(65), '3\u00001', '3\t1', '3\\t1', '\ufeff3', '121212-1212'])(
    'the ward %j, once accepted',
    (ward) => {
      const transfer = `{"id":"o1","source":"m","type":"transfer","encounterId":"E1",${AT},"wardId":"${ward}"}`;
      expectSame([Buffer.from(transfer)], ACCEPTED);
    },
  );

  test('texts of more kinds than are learnt', () => {
    const lines = Array.from({ length: 5_000 }, (_, n) =>
      Buffer.from(observation(`"code":"mood","value":"v${n}"`).replace('o1', `o${n}`)),
    );
    expectSame([...lines, ...lines.slice(0, 10)], eventRules(site));
  });
});

test('words of equal hash are two words', () => {
  const spellings = new Spellings((word) => ['costarring', 'liquid'].indexOf(word));
  const bytes = Buffer.from('costarring liquid');
  // https://softwareengineering.stackexchange.com/a/145633: both 5e4daa9d by FNV-1a
  for (let round = 0; round < 2; round++) {
    expect([spellings.code(bytes, 0, 10), spellings.code(bytes, 11, 17)]).toEqual([0, 1]);
  }
});

/** Whether the numbers of an event have few digits and no exponent. */
const hasPlainNumbers = (event: object) =>
  Object.values(event).every(
    (value) => typeof value !== 'number' || /^-?[\d.]{1,15}$/.test(String(value)),
  );

test('every line of a usual event is read without the judge', () => {
  fc.assert(
    fc.property(hospital(), ({ site, log }) => {
      const plain = log.filter(
        ({ event }) =>
          event.type !== 'judgement' &&
          !('items' in event && event.items !== undefined) &&
          hasPlainNumbers(toWire(event)),
      );
      const reader = new PlainLineReader(new EventColumns(plain.length), eventRules(site));
      for (const { event } of plain) {
        const line = Buffer.from(JSON.stringify(toWire(event)));
        expect(reader.read(line, 0, line.length)).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
