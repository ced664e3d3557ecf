import { expect, test } from 'vitest';
import { site as siteSchema } from '../../../../schemas/site.ts';
import { checkMapping } from '../../../../services/adapters/mapping/check.ts';

const ward = (wardId: string) => ({
  wardId,
  name: wardId,
  type: 'surgery',
  beds: 20,
  nightPatientsPerStaff: 10,
});
const SITE = siteSchema.parse({
  siteId: 's',
  name: 'S',
  shifts: [
    { id: 'day', start: '07:00' },
    { id: 'night', start: '21:00' },
  ],
  wards: [ward('31A'), ward('31B')],
});

const ADT = { name: 'adt', kind: 'mllp', source: 'ehr', port: 2575, provides: ['movements'] };

/** A mapping file that is right but for what the test changes. */
function file(changes: object): string {
  const whole = {
    zone: 'Europe/Stockholm',
    keyFile: 'pseudonym.key',
    places: { '31A': '31A', OP1: 'away' },
    channels: [ADT],
    ...changes,
  };
  return JSON.stringify(whole, null, 2);
}

/** The mistakes of a file, each with the text of its line. */
function mistakesOf(text: string) {
  const lines = text.split('\n');
  return checkMapping(text, SITE).mistakes.map(({ line, at, message }) => ({
    line: lines[line - 1]!.trim().replace(/,$/, ''),
    at,
    message,
  }));
}

test('a file without a mistake is a mapping', () => {
  const { mapping, mistakes } = checkMapping(file({}), SITE);
  expect(mistakes).toEqual([]);
  expect(mapping?.places).toEqual({ '31A': '31A', OP1: 'away' });
});

test.each<[string, object, string, string, RegExp]>([
  ['an unknown ward', { places: { X: 'Y' } }, '"X": "Y"', 'places/X', /ward of the site file/],
  [
    'a place twice',
    { places: { 'a ^ 1': '31A', 'A^1': '31B' } },
    '"A^1": "31B"',
    'places/A^1',
    /once/,
  ],
  ['a wrong zone', { zone: 'Stockholm' }, '"zone": "Stockholm"', 'zone', /IANA/],
  ['an unknown setting', { zones: 1 }, '"zones": 1', 'zones', /No setting/],
  [
    'a class that counts and does not',
    { classes: { count: ['I'], ignore: ['I'] } },
    '"I"',
    'classes/ignore/0',
    /class/,
  ],
  [
    'an authority of two',
    { authorities: { a: ['X'], b: ['X'] } },
    '"X"',
    'authorities/b/0',
    /once/,
  ],
  [
    'ATC in small letters',
    { medication: { drugs: { a: 'n02' } } },
    '"a": "n02"',
    'medication/drugs/a',
    /ATC/,
  ],
  [
    'an observed drug',
    { medication: { observed: ['N02-1'] } },
    '"N02-1"',
    'medication/observed/0',
    /ATC/,
  ],
  [
    'an unknown route',
    { medication: { routes: { a: 'IX' } } },
    '"a": "IX"',
    'medication/routes/a',
    /INHL/,
  ],
  [
    'an unknown form',
    { medication: { unknownVolume: { J01: 'iv' } } },
    '"J01": "iv"',
    'medication/unknownVolume/J01',
    /short-infusion/,
  ],
  [
    'a form that is a number',
    { medication: { unknownVolume: { J01: 5 } } },
    '"J01": 5',
    'medication/unknownVolume/J01',
    /string/,
  ],
  [
    'a name twice',
    { channels: [ADT, { ...ADT, port: 1, provides: ['tasks'] }] },
    '"name": "adt"',
    'channels/1/name',
    /once/,
  ],
  [
    'a port twice',
    { channels: [ADT, { ...ADT, name: 'b', provides: ['tasks'] }] },
    '"port": 2575',
    'channels/1/port',
    /port/,
  ],
  [
    'two providers',
    { channels: [ADT, { ...ADT, name: 'b', port: 1 }] },
    '"provides": [',
    'channels/1/provides',
    /adt provides them too/,
  ],
  [
    'an open port',
    { channels: [{ ...ADT, host: '0.0.0.0' }] },
    '"host": "0.0.0.0"',
    'channels/0/host',
    /tls/,
  ],
  [
    'a ward of a channel',
    { channels: [{ ...ADT, wards: ['31A', 'X'] }] },
    '"X"',
    'channels/0/wards/1',
    /ward/,
  ],
  [
    'an unknown kind',
    { channels: [{ ...ADT, kind: 'fax' }] },
    '"kind": "fax"',
    'channels/0/kind',
    /./,
  ],
])('%s is a mistake of its line', (_, changes, line, at, message) => {
  const mistakes = mistakesOf(file(changes));
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatchObject({ line, at });
  expect(mistakes[0]!.message).toMatch(message);
});

const CODE = { system: 'L', code: 'X', to: 'temperature' };

test.each<[string, object, string, RegExp]>([
  ['an unknown target', { to: 'fever' }, 'to', /blood-glucose/],
  ['an unknown need', { to: 'care-need:cvk' }, 'to', /central-line/],
  ['several targets without split', { to: ['systolic-bp', 'diastolic-bp'] }, 'to', /split/],
  ['split with one target', { split: '/' }, 'split', /several/],
  ['a unit of something else', { assumeUnit: 'kg' }, 'assumeUnit', /Cel/],
  ['a unit of a word', { to: 'consciousness', assumeUnit: 'kg' }, 'assumeUnit', /no unit/],
  [
    'a value that the product does not take',
    { to: 'consciousness', values: { vaken: 'B' } },
    'values/vaken',
    /A, C, V, P, U/,
  ],
  [
    'a need that neither starts nor stops',
    { to: 'care-need:drain', values: { ja: true } },
    'values/ja',
    /start or stop/,
  ],
  ['a text for a number', { values: { hög: 'high' } }, 'values/hög', /number/],
])('of a code, %s is a mistake', (_, entry, at, message) => {
  const mistakes = checkMapping(file({ codes: [{ ...CODE, ...entry }] }), SITE).mistakes;
  expect(mistakes.map((one) => one.at)).toEqual([`codes/0/${at}`]);
  expect(mistakes[0]!.message).toMatch(message);
});

test.each<[string, object]>([
  ['a unit in another spelling', { assumeUnit: '°c' }],
  ['a share of oxygen', { to: 'supplemental-oxygen', assumeUnit: '1' }],
  ['a need', { to: 'care-need:drain', values: { ja: 'start', nej: 'stop' } }],
  ['an ignored value', { values: { 'ej mätt': 'ignore' } }],
  ['several targets with split', { to: ['systolic-bp', 'ignore'], split: '/' }],
  ['an assessment', { to: 'assessment:braden' }],
])('of a code, %s is right', (_, entry) => {
  expect(checkMapping(file({ codes: [{ ...CODE, ...entry }] }), SITE).mistakes).toEqual([]);
});

test('an entry counts once, whatever its case and the name of its system', () => {
  const twice = [
    { system: 'LN', code: '8310-5', to: 'temperature' },
    { system: 'http://loinc.org', code: '8310-5', to: 'ignore' },
  ];
  expect(checkMapping(file({ codes: twice }), SITE).mistakes.map(({ at }) => at)).toEqual([
    'codes/1/code',
  ]);
});

test('channels may part the wards between them, and rosters what is planned and actual', () => {
  const parted = [
    { ...ADT, wards: ['31A'] },
    { ...ADT, name: 'b', port: 1, wards: ['31B'] },
  ];
  expect(checkMapping(file({ channels: parted }), SITE).mistakes).toEqual([]);
  const columns = { ward: 'E', person: 'P', role: 'R', start: 'S', end: 'T', roles: { ssk: 'rn' } };
  const roster = (name: string, basis: string) => ({
    kind: 'roster',
    name,
    source: name,
    basis,
    roster: columns,
  });
  const of = (...bases: string[]) =>
    checkMapping(
      file({ channels: bases.map((basis, index) => roster(`r${index}`, basis)) }),
      SITE,
    ).mistakes.map(({ at }) => at);
  expect(of('planned', 'actual')).toEqual([]);
  expect(of('planned', 'planned')).toEqual(['channels/1/provides']);
});

test('columns of a table are codes of the product or of the file', () => {
  const wide = (columns: object) => ({
    ...{ kind: 'table', name: 't', source: 't', folder: '/in', provides: ['observations'] },
    tables: [
      { kind: 'values', layout: 'wide', file: '*', visit: 'V', at: 'T', key: ['K'], columns },
    ],
  });
  const codes = [{ system: 'local', code: 'P', to: 'heart-rate' }];
  const of = (columns: object) =>
    checkMapping(file({ codes, channels: [wide(columns)] }), SITE).mistakes.map(({ at }) => at);
  expect(of({ Puls: 'heart-rate', P2: 'P' })).toEqual([]);
  expect(of({ Puls: 'pulse' })).toEqual(['channels/0/tables/0/columns/Puls']);
  expect(of({})).toEqual(['channels/0/tables/0/layout']);
});

test.each([
  ['', 1],
  ['{\n"zone": }', 2],
  ['{\n\n// no comment\n}', 3],
  ['{"zone": "UTC",}', 1],
])('what is no JSON has a line: %j', (text, line) => {
  const { mistakes } = checkMapping(text, SITE);
  expect(mistakes.map((mistake) => mistake.line)).toEqual([line]);
  expect(mistakes[0]!.message).toMatch(/^No JSON: /);
});

test('a name that stands twice is a mistake of its second line', () => {
  const text = file({}).replace('"OP1": "away"', '"OP1": "away",\n    "OP1": "outside"');
  const mistakes = checkMapping(text, SITE).mistakes;
  expect(mistakes).toEqual([{ line: 7, at: 'places/OP1', message: 'Expected each name once' }]);
});

test('without a site wards are not checked', () => {
  expect(checkMapping(file({ places: { X: 'Y' } }), null).mistakes).toEqual([]);
});

test('no message repeats a value of the file', () => {
  const text = file({
    zone: 'secret-1',
    places: { A: 'secret-2' },
    codes: [{ ...CODE, to: 'secret-3' }],
  });
  expect(JSON.stringify(checkMapping(text, SITE))).not.toMatch(/secret/);
});
