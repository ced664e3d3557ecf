import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../../services/adapters/hl7v2/er7.ts';
import { border, fixture, mappingWith, message, read, segment } from './messages.ts';

const PID =
  'PID|1||191212121212^^^EHR&1.2.3&ISO||Ek^Tolvan||19121212|M|||Storgatan 1^^Lund||046123456';
const PV1 = segment('PV1', { 2: 'I', 3: '31A^4^2', 7: '1234^Läkare', 19: 'V77^^^EHR' });
const test = mappingWith({ processing: ['T'] });

describe('what is kept of a message', () => {
  it('is an allow-list, identifiers replaced', () => {
    const lines = [
      'EVN|A01|202603020814|||1234^Sköterska^Vera|202603020800',
      PID,
      'NK1|1|Ek^Elvan',
      PV1,
    ];
    expect(read(message('ADT^A01', ...lines)).extracts).toEqual([
      {
        kind: 'hl7-adt',
        visit: border.pseudonym('visit', 'EHR', 'V77'),
        patient: border.pseudonym('patient', 'EHR', '191212121212'),
        body: {
          trigger: 'A01',
          sent: '20260302081500',
          recorded: '202603020814',
          occurred: '202603020800',
          patientClass: 'I',
          place: { facility: '', unit: '31A', room: '4', bed: '2' },
          age: 113,
          first: true,
        },
      },
    ]);
  });

  it.each([
    ['name', 'V77^^^EHR'],
    ['number', 'V77^^^OTHER&1.2.3&ISO'],
    ['number as FHIR writes it', 'V77^^^&9.9&ISO'],
    ['channel', ' v77 '],
  ])('names the authority of a visit by the mapping file, found by %s', (_, number) => {
    const settings = mappingWith(
      { authority: 'record' },
      { authorities: { record: ['ehr', '1.2.3', 'urn:oid:9.9'] } },
    );
    const pv1 = segment('PV1', { 3: '31A', 19: number });
    expect(read(message('ADT^A01', PID, pv1), settings).extracts[0]!.visit).toBe(
      border.pseudonym('visit', 'record', 'V77'),
    );
  });

  it('takes the visit number from the field that the channel names', () => {
    const lines = [segment('PID', { 3: '1', 18: 'ACC' }), segment('PV1', { 19: 'V', 50: 'ALT' })];
    const visit = (visitNumber: string) =>
      read(message('ADT^A01', ...lines), mappingWith({ visitNumber })).extracts[0]!.visit;
    expect(visit('PID-18')).toBe(border.pseudonym('visit', '', 'ACC'));
    expect(visit('PV1-50')).toBe(border.pseudonym('visit', '', 'ALT'));
  });

  it('is one extract for each visit of an exchange of beds', () => {
    const other = ['PID|2||2', segment('PV1', { 3: 'B', 19: 'V2' })];
    const { extracts } = read(message('ADT^A17', 'EVN|A17|202603020814', PID, PV1, ...other));
    expect(extracts.map(({ visit }) => visit)).toEqual([
      border.pseudonym('visit', 'EHR', 'V77'),
      border.pseudonym('visit', '', 'V2'),
    ]);
  });

  it.each(['A18', 'A30', 'A34', 'A36', 'A39', 'A40', 'A46', 'A47'])(
    '%s merges patients',
    (trigger) => {
      const { extracts } = read(message(`ADT^${trigger}`, 'PID|1||NEW', 'MRG|OLD'));
      expect(extracts[0]!.links).toEqual([
        {
          kind: 'patient',
          from: border.pseudonym('patient', '', 'OLD'),
          to: border.pseudonym('patient', '', 'NEW'),
        },
      ]);
    },
  );

  it.each([
    ['A42', 'PV1-19', true],
    ['A50', 'PV1-19', true],
    ['A50', 'PID-18', false],
    ['A35', 'PID-18', true],
    ['A41', 'PID-18', true],
    ['A49', 'PID-18', true],
    ['A51', 'PV1-50', true],
    ['A51', 'PV1-19', false],
    ['A43', 'PV1-19', false],
    ['A44', 'PV1-19', false],
    ['A45', 'PV1-19', false],
  ])('%s merges visits numbered by %s: %s', (trigger, visitNumber, merges) => {
    const lines = [
      segment('PID', { 3: 'P', 18: 'NEW' }),
      segment('MRG', { 3: 'OLD', 5: 'OLD', 6: 'OLD' }),
      segment('PV1', { 19: 'NEW', 50: 'NEW' }),
    ];
    const { extracts } = read(message(`ADT^${trigger}`, ...lines), mappingWith({ visitNumber }));
    const link = {
      kind: 'visit',
      from: border.pseudonym('visit', '', 'OLD'),
      to: border.pseudonym('visit', '', 'NEW'),
    };
    expect(extracts[0]!.links).toEqual(merges ? [link] : undefined);
  });

  it('is the same whatever number the message has, and in whatever dress it comes', () => {
    const usual = message('ADT^A01', PID, PV1);
    const others = [
      usual.replace('|7|P', '|8|P'),
      usual.replaceAll('\r', '\r\n'),
      `\ufeff${usual}\rZXX|more`,
      usual.replaceAll('|', '#').replaceAll('^', '*').replace('*~', '*~'),
    ];
    for (const other of others) expect(read(other).extracts).toEqual(read(usual).extracts);
  });
});

describe('a value', () => {
  const value = (type: string, text: string) =>
    read(message('ORU^R01', PID, PV1, `OBX|1|${type}|x||${text}`)).extracts[0]!.body.value;
  const A = { system: 'LN', code: 'LA9340-6', display: 'Alert' };

  it.each([
    ['NM', '98.6', { type: 'number', text: '98.6' }],
    ['NM', '37,5', { type: 'number', text: '37,5' }],
    ['NM', '-100', { type: 'number', text: '-100' }],
    ['NM', '1 024', { type: 'number', text: '1 024' }],
    ['NM', '44.7349120001', { type: 'number', text: '44.7349120001' }],
    ['NM', '191212121212', { type: 'number', text: '?' }],
    ['NM', '>92', { type: 'comparator' }],
    ['NM', '', { type: 'none' }],
    ['NM', '""', { type: 'nothing' }],
    ['SN', '>^92', { type: 'comparator' }],
    ['SN', '=^92', { type: 'number', text: '92' }],
    ['SN', '^92', { type: 'number', text: '92' }],
    ['SN', '^1^:^128', { type: 'comparator' }],
    ['ST', '128/76', { type: 'text', text: '128/76' }],
    ['ST', '<5', { type: 'comparator' }],
    ['', 'Svarar på tilltal', { type: 'text', text: 'Svarar på tilltal' }],
    ['TX', 'Tolvan Ek ringde på kvällen', { type: 'text', text: null }],
    ['ST', 'pnr 191212121212', { type: 'text', text: null }],
    ['ST', 'first~second', { type: 'text', text: 'first' }],
    ['CE', 'LA9340-6^Alert^LN', { type: 'coded', codings: [A] }],
    [
      'CWE',
      '1^^local^LA9340-6^Alert^LN',
      { type: 'coded', codings: [{ system: 'local', code: '1', display: '' }, A] },
    ],
    ['IS', 'A', { type: 'text', text: 'A' }],
    ['ED', '^Image^^Base64^QUJD', { type: 'text', text: null }],
    ['RP', 'x', { type: 'text', text: null }],
    ['XPN', 'Ek^Elvan', { type: 'text', text: null }],
    ['CX', '12^^^EHR', { type: 'text', text: null }],
  ])('of type %j, %j', (type, text, expected) => {
    expect(value(type, text)).toEqual(expected);
  });

  it('is kept for each observation that has a code, without notes', () => {
    const { extracts } = read(
      message(
        'ORU^R01',
        PID,
        PV1,
        'ORC|RE|P1|F1',
        'OBR|1|P1|F2|VS^Vital signs|||202603020800|||||||||||||||202603020805|||F',
        'OBX|1|NM|8310-5^Temp^LN|1|37.1|Cel|||||F|||202603020759',
        'NTE|1||Tolvan is tired',
        'OBX|2|NM||||',
        'OBX|3|NM|^^^147842^HR^MDC|12345678|70|{beats}/min^bpm',
      ),
    );
    expect(extracts.map(({ body }) => body)).toEqual([
      {
        trigger: 'R01',
        sent: '20260302081500',
        place: { facility: '', unit: '31A', room: '4', bed: '2' },
        order: border.pseudonym('order', '', 'F2'),
        service: [{ system: '', code: 'VS', display: 'Vital signs' }],
        started: '202603020800',
        reported: '202603020805',
        reportStatus: 'F',
        codes: [{ system: 'LN', code: '8310-5', display: 'Temp' }],
        sub: '1',
        value: { type: 'number', text: '37.1' },
        units: ['Cel'],
        status: 'F',
        at: '202603020759',
        first: true,
      },
      expect.objectContaining({
        codes: [{ system: 'MDC', code: '147842', display: 'HR' }],
        sub: border.pseudonym('row', 'OBX-4', '12345678'),
        units: ['{beats}/min', 'bpm'],
      }),
    ]);
  });
});

describe('a message that is not used', () => {
  it.each([
    ['something else', 'not-hl7'],
    ['', 'not-hl7'],
    [message('ADT^A01').replace('|P|', '|T|'), 'wrong-processing'],
    [message('ADT^A01').replace('|P|', '||'), 'wrong-processing'],
    [Buffer.from(`${message('ADT^A01')}||||||UTF-8\rPV1|1|I|\xd6NH`, 'latin1'), 'bad-charset'],
  ])('%j: %s', (text, reason) => {
    const result = read(text);
    expect(result.refusal?.reason).toBe(reason);
    expect(result.extracts).toEqual([]);
  });

  it.each([
    [['EHR'], null],
    [['EHR@H'], null],
    [['EHR@OTHER', 'LAB'], 'wrong-sender'],
  ])('by its sender, with %j', (senders, reason) => {
    const { refusal } = read(message('ADT^A01', PID, PV1), mappingWith({ senders }));
    expect(refusal?.reason ?? null).toBe(reason);
  });

  it.each(['ORM^O01', 'MDM^T02', 'ORU^R40', 'SIU^S12', 'VXU^V04', 'RDE^O11'])(
    '%s is noted',
    (type) => {
      const { extracts, notes } = read(message(type, PID, PV1, 'OBX|1|NM|x||1', 'RXA|0|1'));
      expect(extracts).toEqual([]);
      expect(notes).toEqual([
        { reason: 'trigger-without-meaning', channel: 'hl7', key: type, count: 1 },
      ]);
    },
  );

  it('has no number: noted, and used all the same', () => {
    const { extracts, notes } = read(message('ADT^A01', PID, PV1).replace('|7|P', '||P'));
    expect(extracts).toHaveLength(1);
    expect(notes.map(({ reason }) => reason)).toEqual(['no-message-id']);
  });

  it('belongs to nobody: noted and not kept', () => {
    const { extracts, notes } = read(message('ADT^A01', 'PV1|1|I|31A'));
    expect(extracts).toEqual([]);
    expect(notes.map(({ reason }) => reason)).toEqual(['no-visit-number']);
  });
});

/** Words that name or number somebody: all of PID but PID-7 and what says little, NK1, MRG, persons of PV1. */
function personal(bytes: Buffer): string[] {
  const FIELDS: Record<string, number[]> = {
    PID: [2, 3, 4, 5, 6, 9, 11, 13, 14, 18, 19, 20, 21],
    NK1: [2, 4, 5, 6, 7, 12, 13, 30, 31, 32, 33],
    MRG: [1, 2, 3, 4, 5, 6, 7],
    PV1: [5, 7, 8, 9, 17, 19, 50, 52],
    EVN: [5],
    NTE: [3],
  };
  const parsed = parseMessage(bytes.toString('utf8'))!;
  const dates = parsed.segments
    .filter(({ name }) => name === 'PID')
    .map((pid) => pid.value(7).slice(0, 8));
  const words = parsed.segments.flatMap((segment) =>
    (FIELDS[segment.name] ?? []).flatMap((field) => segment.raw(field).split(/[\^~&\\ |/]/)),
  );
  // a word of a place or the name of a code is kept, even if somebody is called so
  const places = parsed.segments
    .filter(({ name }) => ['PV1', 'OBX', 'OBR'].includes(name))
    .map((found) =>
      [3, 4, 6].map((field) => (field === 4 && found.name === 'PV1' ? '' : found.raw(field))),
    )
    .join(' ');
  return [...words, ...dates].filter((word) => word.length >= 5 && !places.includes(word));
}

/** Every text that is kept, without the names of fields and of kinds of values. */
function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'type' || name === 'kind' ? [] : textsOf(part),
  );
}

it('keeps no name, number, address or date of birth of the files of others', () => {
  const root = join(import.meta.dirname, '../../../fixtures/adapters/hl7v2');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.hl7'),
  );
  expect(files).toHaveLength(37);
  const found: string[] = [];
  let looked = 0;
  for (const bytes of files.flatMap(fixture)) {
    const settings = mappingWith({ processing: ['P', 'T', 'D'] });
    const kept = textsOf(read(bytes, settings).extracts).join('\n');
    for (const word of personal(bytes)) {
      looked++;
      if (kept.includes(word)) found.push(word);
    }
  }
  expect(found).toEqual([]);
  expect(looked).toBeGreaterThan(10_000);
});

describe('a day of a simulated hospital', () => {
  const day = fixture('simhospital/hospital-day-1.hl7');

  it('is read whole', () => {
    const results = day.map((bytes) => read(bytes, test));
    expect(results.filter(({ refusal }) => refusal !== null)).toEqual([]);
    const ofType = (name: string) => results.filter(({ type }) => type === name);
    const admissions = ofType('ADT^A01');
    expect(admissions).toHaveLength(206);
    expect(new Set(admissions.map(({ extracts }) => extracts[0]!.visit)).size).toBe(206);
    expect(ofType('ORU^R01')).toHaveLength(298);
    expect(ofType('MDM^T02')).toHaveLength(1);
    const held = ofType('ORU^R01').filter(({ extracts }) => extracts[0]?.visit === null);
    expect(held).toHaveLength(102);
  });

  it('is refused by a channel for production', () => {
    const reasons = day.map((bytes) => read(bytes).refusal?.reason);
    expect(reasons).toEqual(day.map(() => 'wrong-processing'));
  });
});
