import { describe, expect, test } from 'vitest';
import { decode, decodeInTurns, LARGEST_RECORD_BYTES } from '../../../pipelines/events/decode.ts';
import { ACCEPTED, eventRules } from '../../../pipelines/events/event-rules.ts';
import { siteWith } from '../../support/scenario.ts';

const rules = eventRules(siteWith());
const GOOD = {
  id: '1',
  source: 'ehr',
  type: 'observation',
  encounterId: 'E1',
  code: 'heart-rate',
  value: 80,
  occurredAt: '2026-01-05T09:00:00Z',
  recordedAt: '2026-01-05T09:01:00Z',
};
const MOVE = { ...GOOD, type: 'admission', wardId: 'A', code: undefined, value: undefined };

function one(bytes: Uint8Array | object | string) {
  const raw =
    bytes instanceof Uint8Array
      ? bytes
      : Buffer.from(typeof bytes === 'string' ? bytes : JSON.stringify(bytes));
  const { events, rejected } = decode([{ offset: 7, bytes: raw }], rules);
  expect(events.length + rejected.length).toBe(1);
  return rejected[0] ?? events[0]!;
}

test('a good event is accepted, with its times in microseconds', () => {
  expect(one({ ...GOOD, occurredAt: '2026-01-05T10:00:00.123456789+01:00' })).toMatchObject({
    occurredAt: Date.UTC(2026, 0, 5, 9) * 1000 + 123456,
    status: 'final',
  });
});

describe('what is no event is rejected with reason and pointer', () => {
  const cases: [string, Uint8Array | object | string, string, string][] = [
    ['malformed JSON', '{"id":', 'malformed-json', ''],
    ['an empty object', {}, 'unknown-type', '/type'],
    ['a JSON array', '[1]', 'invalid-event', ''],
    ['null', 'null', 'invalid-event', ''],
    ['a number', '7', 'invalid-event', ''],
    ['an unknown type', { ...GOOD, type: 'gossip' }, 'unknown-type', '/type'],
    ['a prototype for a type', { ...GOOD, type: '__proto__' }, 'unknown-type', '/type'],
    ['a wrong type of value', { ...GOOD, value: 'eighty' }, 'invalid-event', '/value'],
    ['a value that is no number', { ...GOOD, value: null }, 'invalid-event', '/value'],
    [
      'a number beyond doubles',
      JSON.stringify(GOOD).replace('80', '1e999'),
      'invalid-event',
      '/value',
    ],
    ['a missing field', { ...GOOD, recordedAt: undefined }, 'invalid-event', '/recordedAt'],
    ['an unknown field', { ...GOOD, patientName: 'x' }, 'invalid-event', ''],
    [
      'a time without offset',
      { ...GOOD, occurredAt: '2026-01-05T09:00:00' },
      'invalid-event',
      '/occurredAt',
    ],
    [
      'a day that does not exist',
      { ...GOOD, occurredAt: '2026-02-29T09:00:00Z' },
      'invalid-event',
      '/occurredAt',
    ],
    [
      'the year 9999',
      { ...GOOD, recordedAt: '9999-01-01T00:00:00Z' },
      'invalid-event',
      '/recordedAt',
    ],
    [
      'six minutes ahead',
      { ...GOOD, occurredAt: '2026-01-05T09:06:00.000001Z' },
      'from-the-future',
      '/occurredAt',
    ],
    ['an unknown ward', { ...MOVE, wardId: 'Z' }, 'unknown-ward', '/wardId'],
    [
      'a Swedish identity number',
      { ...GOOD, encounterId: '19811228-9874' },
      'invalid-event',
      '/encounterId',
    ],
    [
      'a function level of 5',
      { ...GOOD, code: 'function.mobility', value: 5 },
      'invalid-event',
      '/value',
    ],
    ['a Barthel of 101', { ...GOOD, code: 'barthel', value: 101 }, 'invalid-event', '/value'],
    ['an MMSE of −1', { ...GOOD, code: 'mmse', value: -1 }, 'invalid-event', '/value'],
    [
      'a temperature in Fahrenheit',
      { ...GOOD, code: 'temperature', value: 98, unit: '°F' },
      'invalid-event',
      '/unit',
    ],
    ['a lone surrogate', JSON.stringify({ ...MOVE, bed: '\ud800' }), 'invalid-event', '/bed'],
    [
      'invalid UTF-8 in a string',
      Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      'invalid-utf8',
      '',
    ],
    ['invalid UTF-8 alone', Buffer.from([0xc3, 0x28]), 'invalid-utf8', ''],
    ['10 MB of text', { ...GOOD, id: 'x'.repeat(10_000_000) }, 'too-large', ''],
    ['a kilobyte of id', { ...GOOD, id: 'x'.repeat(1000) }, 'invalid-event', '/id'],
  ];
  test.each(cases)('%s', (_, record, reason, pointer) => {
    const rejection = one(record);
    expect(rejection).toMatchObject({ reason, pointer, offset: 7 });
    expect('detail' in rejection && rejection.detail.length).toBeGreaterThan(10);
  });
});

describe('a text is taken whole or refused by its field', () => {
  const JUDGEMENT = {
    ...{ id: '1', source: 'ehr', type: 'judgement', wardId: 'A', value: 1 },
    ...{ occurredAt: GOOD.occurredAt, recordedAt: GOOD.recordedAt },
  };
  const ASSESSMENT = {
    ...{ ...GOOD, type: 'assessment', code: undefined, value: undefined },
    ...{ instrument: 'news2', total: 3 },
  };
  const MOOD = { ...GOOD, code: 'mood' };
  const fields: [string, (text: string) => object][] = [
    ['/bed', (bed) => ({ ...MOVE, bed })],
    ['/unit', (unit) => ({ ...MOOD, value: 1, unit })],
    ['/value', (value) => ({ ...MOOD, value })],
    ['/note', (note) => ({ ...JUDGEMENT, note })],
  ];
  const codes: [string, (text: string) => object][] = [
    ['/id', (id) => ({ ...GOOD, id })],
    ['/source', (source) => ({ ...GOOD, source })],
    ['/encounterId', (encounterId) => ({ ...GOOD, encounterId })],
    ['/code', (code) => ({ ...GOOD, code })],
    ['/instrument', (instrument) => ({ ...ASSESSMENT, instrument })],
    ['/items', (item) => ({ ...ASSESSMENT, items: { [item]: 1 } })],
  ];
  const refused = [
    '2\u0000',
    '\u0000',
    'a\u0001b',
    'a\u007f',
    'a\u0085b',
    'a\u009f',
    'a\ud800',
    '\udc00a',
    '\ufeff1',
    'a\ufeff',
  ];
  test.each(
    [...fields, ...codes].flatMap(([at, make]) => refused.map((text) => [at, text, make] as const)),
  )('%s refuses %j', (pointer, text, make) => {
    expect(one(make(text))).toMatchObject({ reason: 'invalid-event', pointer });
  });

  // joiners and marks of direction belong to scripts and emoji
  const taken = ['2', 'Sal 1–4', 'å\u030a', '👩‍⚕️', 'نمی\u200cخواهم', '\ufffd'];
  test.each(fields.flatMap(([at, make]) => taken.map((text) => [at, text, make] as const)))(
    '%s takes %j',
    (pointer, text, make) => {
      expect(one(make(text))).toMatchObject({ [pointer.slice(1)]: text });
    },
  );

  test('a note may be of several lines, a bed may not', () => {
    expect(one({ ...JUDGEMENT, note: 'ett\n\ttvå\r\n' })).toMatchObject({ note: 'ett\n\ttvå\r\n' });
    expect(one({ ...MOVE, bed: '1\n2' })).toMatchObject({ pointer: '/bed' });
  });

  test('items are taken with every name, and none that an object is made of', () => {
    const items = { constructor: 1, toString: 2, hasOwnProperty: 3, '10': 4, '9': 5 };
    expect(one({ ...ASSESSMENT, items })).toMatchObject({ items });
    const poisoned = JSON.stringify({ ...ASSESSMENT, items: { a: 1 } }).replace(
      '"a"',
      '"__proto__"',
    );
    expect(one(poisoned)).toMatchObject({ reason: 'invalid-event', pointer: '/items' });
    const field = JSON.stringify(GOOD).replace('"code"', '"__proto__":{"code":1},"code"');
    expect(one(field)).toMatchObject({ reason: 'invalid-event', pointer: '' });
  });

  test('of fields that are there twice the last counts', () => {
    expect(one(JSON.stringify(GOOD).replace('{', '{"value":3,'))).toMatchObject({ value: 80 });
  });

  test('a byte order mark before a record is ignored', () => {
    expect(one(`\ufeff${JSON.stringify(GOOD)}`)).toMatchObject({ value: 80 });
    expect(one(`\ufeff\ufeff${JSON.stringify(GOOD)}`)).toMatchObject({ reason: 'malformed-json' });
  });

  test.each(['latin1', 'utf16le'] as const)('bytes of %s are not UTF-8', (encoding) => {
    const bytes = Buffer.from(JSON.stringify({ ...MOVE, bed: 'Sal Å1' }), encoding);
    expect(one(bytes)).toMatchObject({ reason: 'invalid-utf8', pointer: '' });
  });

  test.each(fields)(
    '%s: what overrides its direction is refused, and was taken before',
    (pointer, make) => {
      const detail = 'Expected text without characters that override its direction';
      for (const text of ['a\u202eb', '\u202d12']) {
        expect(one(make(text))).toMatchObject({ reason: 'invalid-event', pointer, detail });
        // what a journal has stays readable
        const bytes = Buffer.from(JSON.stringify(make(text)));
        expect(decode([{ offset: 0, bytes }], ACCEPTED).rejected).toEqual([]);
      }
      // Arabic and Hebrew, and marks of direction around them, are text
      for (const text of ['غرفة 3', '\u2067חדר\u2069', 'a\u200fb']) {
        expect(one(make(text))).toMatchObject({ [pointer.slice(1)]: text });
      }
    },
  );

  describe('what looks like an identity number is refused', () => {
    const NUMBER = '121212-1212';
    const judged = {
      ...GOOD,
      type: 'judgement',
      encounterId: undefined,
      code: undefined,
      wardId: 'A',
    };

    test('with what helps: a note without it, an id that is a pseudonym', () => {
      const detailOf = (event: object) =>
        decode([{ offset: 0, bytes: Buffer.from(JSON.stringify(event)) }], rules).rejected[0]
          ?.detail;
      expect(detailOf({ ...judged, value: 1, note: `hos ${NUMBER}` })).toBe(
        'Looks like a personal identity number; say it without',
      );
      expect(detailOf({ ...GOOD, encounterId: NUMBER })).toContain('send a pseudonym instead');
    });
    test.each([...fields, ...codes.filter(([at]) => at === '/id' || at === '/encounterId')])(
      '%s',
      (pointer, make) => {
        expect(one(make(NUMBER))).toMatchObject({ reason: 'invalid-event', pointer });
        expect(one(make('121212-1213'))).toMatchObject({ [pointer.slice(1)]: '121212-1213' });
      },
    );

    test('unless a site says that its ids look so; words are read all the same', () => {
      const rules = eventRules(siteWith({ identifiersMayLookPersonal: true }));
      const verdict = (event: object) =>
        decode([{ offset: 0, bytes: Buffer.from(JSON.stringify(event)) }], rules).rejected;
      expect(verdict({ ...GOOD, encounterId: NUMBER, id: '191212121212' })).toEqual([]);
      expect(verdict({ ...MOVE, bed: NUMBER })).toMatchObject([{ pointer: '/bed' }]);
    });

    test('of an id only what people write, of a text every spelling', () => {
      const apart = '2012-12-12-1212';
      expect(one({ ...MOVE, id: apart, encounterId: apart })).toMatchObject({ id: apart });
      expect(one({ ...MOVE, bed: apart })).toMatchObject({ pointer: '/bed' });
    });

    test('numbers of a date and a count are taken', () => {
      for (const encounterId of ['202601050001', '20260105-0001', '209912345678']) {
        expect(one({ ...GOOD, encounterId })).toMatchObject({ encounterId });
      }
    });
  });
});

describe('a record has a bounded shape', () => {
  const ASSESSMENT = {
    ...GOOD,
    type: 'assessment',
    code: undefined,
    value: undefined,
    instrument: 'x',
    total: 1,
  };
  const named = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
  test.each([
    ['65 fields', { ...named(57), ...GOOD }, '', 'at most 64 fields'],
    ['101 items', { ...ASSESSMENT, items: named(101) }, '/items', 'at most 100 items'],
    [
      'five objects one in another',
      { ...GOOD, value: { a: { b: { c: { d: 1 } } } } },
      '',
      'at most 4 deep',
    ],
    [
      'arrays as deep as a record is long',
      '['.repeat(30_000) + ']'.repeat(30_000),
      '',
      'at most 4 deep',
    ],
  ])('%s are refused', (_, record, pointer, detail) => {
    expect(one(record)).toMatchObject({
      reason: 'invalid-event',
      pointer,
      detail: expect.stringContaining(detail),
    });
  });

  test('100 items are taken', () => {
    expect(one({ ...ASSESSMENT, items: named(100) })).toMatchObject({ items: named(100) });
  });

  test('of a record that is too large its beginning is kept', () => {
    const rejection = one({ ...GOOD, id: 'x'.repeat(1_000_000) });
    expect(rejection).toMatchObject({
      reason: 'too-large',
      detail: 'Expected at most 65536 bytes a record',
    });
    expect('raw' in rejection && rejection.raw.length).toBe(LARGEST_RECORD_BYTES + 1);
    expect('raw' in rejection && one(rejection.raw)).toMatchObject({ reason: 'too-large' });
  });
});

test('a planned discharge of another age costs no patient', () => {
  for (const plannedDischargeAt of [
    '9999-12-31T00:00:00Z',
    '0001-01-01T00:00:00z',
    '2250-01-01T00:00:00+00:00',
  ]) {
    const event = one({ ...MOVE, plannedDischargeAt });
    expect(event).toMatchObject({ type: 'admission' });
    expect('plannedDischargeAt' in event && event.plannedDischargeAt).toBeUndefined();
  }
  expect(one({ ...MOVE, plannedDischargeAt: '2026-02-30T00:00:00Z' })).toMatchObject({
    ...{ reason: 'invalid-event', pointer: '/plannedDischargeAt' },
    detail: 'Expected a date and a time of day that exist',
  });
});

test('in turns as at once', async () => {
  const records = Array.from({ length: 1_000 }, (_, offset) => ({
    offset: offset * 2,
    bytes: Buffer.from(
      offset % 3 === 0 ? 'x'.repeat(offset) : JSON.stringify({ ...GOOD, id: String(offset) }),
    ),
  }));
  const atOnce = decode(records, rules);
  expect(await decodeInTurns(records, rules)).toEqual(atOnce);
  expect(atOnce.offsets).toEqual(atOnce.events.map(({ id }) => Number(id) * 2));
});

test('a rejection names what was expected, never the value', () => {
  for (const field of ['id', 'encounterId', 'code', 'value', 'occurredAt', 'type', 'status']) {
    const rejection = one({ ...GOOD, [field]: 'SECRET secret' });
    expect(JSON.stringify({ ...rejection, raw: null })).not.toContain('SECRET');
  }
});

test('exactly five minutes ahead is a clock that is fast', () => {
  expect(one({ ...GOOD, occurredAt: '2026-01-05T09:06:00Z' })).toMatchObject({
    type: 'observation',
  });
});

describe('a move or staffing long before its recording', () => {
  const LATE = { ...GOOD, recordedAt: '2026-01-05T09:00:00Z' };
  const plain = { ...LATE, code: undefined, value: undefined };
  const aging = {
    admission: { ...plain, wardId: 'A' },
    transfer: { ...plain, wardId: 'A' },
    discharge: plain,
    'leave.start': plain,
    'leave.end': plain,
    staffing: {
      ...{ ...plain, encounterId: undefined, wardId: 'A', role: 'rn', basis: 'actual' },
      ...{ from: '2026-01-05T07:00:00Z', to: '2026-01-05T14:00:00Z', headcount: 2 },
    },
  };
  // 400 days before 2026-01-05T09:00 is 2024-12-01T09:00: 365 of 2025, 31 of December, 4 of January
  test.each(Object.entries(aging))('%s: 400 days are taken, more is too old', (type, body) => {
    const at = (occurredAt: string) => one({ ...body, type, occurredAt });
    expect(at('2024-12-01T09:00:00Z')).toMatchObject({ type });
    const rejection = at('2024-12-01T08:59:59.999999Z');
    expect(rejection).toMatchObject({ reason: 'too-old', pointer: '/occurredAt' });
    expect('detail' in rejection && rejection.detail).toMatch(/400 days.*maxAgeDays/);
    expect(at('1900-01-01T00:00:00Z')).toMatchObject({ reason: 'too-old' });
  });

  test('the limit is the site’s', () => {
    const event = { ...aging.admission, type: 'admission', occurredAt: '1926-01-05T09:00:00Z' };
    const record = { offset: 0, bytes: Buffer.from(JSON.stringify(event)) };
    // a hundred years with 25 leap days
    const limited = (maxAgeDays: number) =>
      decode([record], eventRules(siteWith({ maxAgeDays }))).rejected;
    expect(limited(36_525)).toEqual([]);
    expect(limited(36_524)).toMatchObject([{ reason: 'too-old' }]);
    expect(limited(30)[0]!.detail).toContain('30 days');
  });

  test('what was observed long ago is an event all the same', () => {
    expect(one({ ...LATE, occurredAt: '1900-01-01T00:00:00Z' })).toMatchObject({ value: 80 });
  });
});

test('what the models do not know is an event all the same', () => {
  expect(one({ ...GOOD, code: 'mood', value: 'fine', unit: 'x' })).toMatchObject({ code: 'mood' });
  expect(one({ ...GOOD, type: 'task', code: 'juggling', value: undefined })).toMatchObject({
    code: 'juggling',
  });
});

test('implausible vitals are events', () => {
  expect(one({ ...GOOD, value: 900 })).toMatchObject({ value: 900 });
});

test('good events never wait for bad ones: order is kept, nothing is lost', () => {
  const records = Array.from({ length: 1000 }, (_, offset) => ({
    offset,
    bytes: Buffer.from(offset % 3 === 0 ? '{' : JSON.stringify({ ...GOOD, id: String(offset) })),
  }));
  const { events, rejected } = decode(records, rules);
  expect(events.map(({ id }) => Number(id))).toEqual(
    records.map(({ offset }) => offset).filter((offset) => offset % 3 !== 0),
  );
  expect(rejected.map(({ offset }) => offset)).toEqual(
    records.map(({ offset }) => offset).filter((offset) => offset % 3 === 0),
  );
});

test('the record limit is where it says', () => {
  const filler = LARGEST_RECORD_BYTES - JSON.stringify({ ...GOOD, id: '' }).length;
  expect(one({ ...GOOD, id: 'x'.repeat(filler) })).toMatchObject({ reason: 'invalid-event' });
  expect(one({ ...GOOD, id: 'x'.repeat(filler + 1) })).toMatchObject({ reason: 'too-large' });
});
