import { expect, test } from 'vitest';
import { placeName, placeOf } from '../../../../services/adapters/mapping/places.ts';
import { type Mapping, mapping } from '../../../../services/adapters/mapping/schema.ts';

const MAPPING: Mapping = mapping.parse({
  zone: 'Europe/Stockholm',
  keyFile: 'pseudonym.key',
  places: {
    '31A': '31A',
    '31a ^ sal 9': '31B',
    '31A^SAL 9^3': '31C',
    'AVD@NORR': 'N1',
    OP1: 'away',
    AKM: 'outside',
    RTG: 'ignore',
    ÖNH: '50',
  },
  channels: [{ kind: 'mllp', name: 'adt', source: 'ehr', provides: ['movements'], port: 0 }],
});

const place = (unit: string, room = '', bed = '', facility = '') => ({ unit, room, bed, facility });

test.each([
  ['the unit alone', place('31A', 'SAL 1', '2'), { ward: '31A', bed: '2' }],
  ['the room before the unit', place('31A', 'Sal 9', '1'), { ward: '31B', bed: '1' }],
  ['the bed before the room', place('31A', 'SAL 9', '3'), { ward: '31C', bed: '3' }],
  ['the facility before the unit', place('Avd', '', '', ' norr '), { ward: 'N1', bed: '' }],
  ['another facility', place('AVD', '', '', 'SYD'), null],
  ['case and blanks', place(' önh ', '', ' 12 '), { ward: '50', bed: '12' }],
  ['letters of two code points', place('O\u0308NH'), { ward: '50', bed: '' }],
  ['away', place('OP1', '2'), 'away'],
  ['outside', place('akm'), 'outside'],
  ['ignored', place('RTG'), 'ignore'],
  ['not listed', place('RTG2'), null],
  ['nothing', place(''), null],
])('a place is found by %s', (_, from, expected) => {
  expect(placeOf(from, MAPPING)).toEqual(expected);
});

test('a name of a bed that no event can have leaves the patient on the ward', () => {
  expect(placeOf(place('31A', '', 'a\u0000b'), MAPPING)).toEqual({ ward: '31A', bed: '' });
  expect(placeOf(place('31A', '', 'x'.repeat(40)), MAPPING)).toEqual({
    ward: '31A',
    bed: 'x'.repeat(32),
  });
});

test('a place that is not listed is counted under what would list it', () => {
  expect(placeName(place(' 31A', 'SAL 9', '3', 'N'))).toBe('31A');
  expect(placeName(place('', '', '', 'N'))).toBe('@N');
  expect(placeName(place('', 'SAL 9'))).toBe('^SAL 9');
  expect(placeName(place(''))).toBe('');
});
