import fc from 'fast-check';
import { site as siteSchema } from '../../schemas/site.ts';

const ward = { type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
/** The wards that inputs name. */
export const site = siteSchema.parse({
  siteId: 'fuzz',
  name: 'Fuzz',
  wards: ['31A', 'Ö-7', '2'].map((wardId) => ({ wardId, name: wardId, ...ward })),
});

/** Texts that systems trip on: of any Unicode, cut in half, of digits that may be somebody's. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('1', '2', '-', ' ', '0', '٢', '２', '\u200b'),
      maxLength: 20,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...[
        '',
        ' ',
        '2',
        '2\u0000',
        '\u0000',
        '2\u0000x',
        '\ud800',
        'a\udc00',
        '\ufeff1',
        '\u202e31A',
        '\u2028',
      ],
      ...[
        '__proto__',
        'constructor',
        'toString',
        '=1+1',
        '"',
        '\\',
        '%00',
        '../..',
        'null',
        'NaN',
        'Å'.repeat(32),
      ],
      ...[
        'x'.repeat(33),
        'x'.repeat(129),
        'x'.repeat(5_000),
        'x'.repeat(66_000),
        '121212-1212',
        '202601050001',
      ],
      ...['A', '/min', '31A', 'Ö-7', 'nowhere', 'dashboard', 'server-clock'],
    ),
  },
);

const two = (number: number) => String(number).padStart(2, '0');
/** Instants, most of a day in 2026; some are none, and some of another age. */
export const instant: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `2026-01-05T${two(hour)}:${two(minute)}:00Z`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          '0000',
          '0001',
          '1899',
          '1900',
          '1926',
          '2026',
          '2226',
          '2249',
          '2250',
          '9999',
          '10000',
        ),
        fc.constantFrom('01-01', '12-31', '02-29', '06-30', '13-01', '00-00', '1-1'),
        fc.constantFrom('T', 't', ' ', ''),
        fc.constantFrom('00:00:00', '23:59:60', '23:59:59', '24:00:00', '08:10:60', '08:10'),
        fc.constantFrom('', '.', '.5', `.${'9'.repeat(400)}`, ',5'),
        fc.constantFrom(
          'Z',
          'z',
          '',
          '+00:00',
          '-00:00',
          '+23:59',
          '-23:59',
          '+24:00',
          '+0100',
          ' Z',
        ),
      )
      .map((parts) => `${parts[0]}-${parts.slice(1).join('')}`),
  },
  { weight: 1, arbitrary: text },
);

export const number: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    1,
    2,
    80,
    5e-324,
    1.7e308,
    -1e300,
    2 ** 53,
    2 ** 63,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
);

/** Whatever JSON can say. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 2, arbitrary: number },
  { weight: 2, arbitrary: instant },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, true, false, [], {}, [[[[[1]]]]], {
      a: { b: { c: { d: 1 } } },
    }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(text, number, { maxKeys: 5 }) },
);

const FIELDS = [
  ...[
    'id',
    'source',
    'type',
    'status',
    'encounterId',
    'occurredAt',
    'recordedAt',
    'wardId',
    'bed',
    'code',
  ],
  ...[
    'value',
    'unit',
    'age',
    'pregnant',
    'plannedDischargeAt',
    'minutes',
    'form',
    'volumeMl',
    'instrument',
  ],
  ...[
    'total',
    'items',
    'role',
    'basis',
    'from',
    'to',
    'headcount',
    'note',
    '__proto__',
    'shoeSize',
  ],
] as const;

const place = { wardId: '31A', bed: '2', plannedDischargeAt: '2026-01-09T10:00:00Z' };
const BODIES = [
  { type: 'admission', ...place, age: 71 },
  { type: 'transfer', ...place },
  ...['discharge', 'leave.start', 'leave.end', 'tick'].map((type) => ({ type })),
  { type: 'observation', code: 'heart-rate', value: 80, unit: '/min' },
  { type: 'observation', code: 'mood', value: 'fine', unit: 'x' },
  { type: 'observation', code: 'consciousness', value: 'A' },
  { type: 'care-need.start', code: 'isolation' },
  { type: 'care-need.stop', code: 'isolation' },
  { type: 'task', code: 'escort', minutes: 20 },
  { type: 'medication', form: 'infusion', volumeMl: 500, code: 'B05BB01' },
  { type: 'assessment', instrument: 'news2', total: 3, items: { pulse: 1 } },
  ...[{ type: 'staffing', wardId: '31A', role: 'rn', basis: 'actual', headcount: 2 }].map(
    (staffing) => ({
      ...staffing,
      ...{ from: '2026-01-05T06:00:00Z', to: '2026-01-05T13:00:00Z' },
    }),
  ),
  { type: 'judgement', wardId: '31A', value: 1, note: 'två\nrader' },
] as const;

/** Events that are sound but for some of their fields. */
export const event: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    body: fc.constantFrom(...BODIES),
    id: fc.oneof(
      { weight: 3, arbitrary: fc.nat(40).map((n) => `e${n}`) },
      { weight: 1, arbitrary: fc.uuid() },
    ),
    encounterId: fc.nat(9).map((n) => `E${n}`),
    occurredAt: instant,
    late: fc.boolean(),
    spoilt: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 3,
        arbitrary: fc.array(fc.tuple(fc.constantFrom(...FIELDS), anything), { maxLength: 2 }),
      },
    ),
  })
  .map(({ body, id, encounterId, occurredAt, late, spoilt }) => {
    const ofWard = ['tick', 'staffing', 'judgement'].includes(body.type);
    const sound = {
      ...{ id, source: 'ehr', ...body, occurredAt },
      ...{ recordedAt: late ? '2026-01-06T00:00:00Z' : occurredAt },
      ...(ofWard ? {} : { encounterId }),
    };
    return Object.fromEntries([...Object.entries(sound), ...spoilt]);
  });

/** Bytes as they come over a wire: most are a record, some are spoilt, some are nothing. */
export const record: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 16, arbitrary: event.map((each) => Buffer.from(JSON.stringify(each))) },
  { weight: 1, arbitrary: event.map((each) => Buffer.from(`\ufeff${JSON.stringify(each)}`)) },
  { weight: 1, arbitrary: event.map((each) => Buffer.from(JSON.stringify(each), 'latin1')) },
  { weight: 1, arbitrary: event.map((each) => Buffer.from(JSON.stringify(each), 'utf16le')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(event, fc.nat(400), fc.integer({ min: 0, max: 255 }))
      .map(([each, at, byte]) => {
        const bytes = Buffer.from(JSON.stringify(each));
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('[', '{"a":', ' ', '"', 'x', '\ufeff'),
        fc.constantFrom(1, 5, 5_000, 15_000, 70_000),
      )
      .map(([unit, times]) => Buffer.from(unit.repeat(times))),
  },
);
