import { expect, test } from 'vitest';
import { messages as swedish } from '../../dashboards/src/i18n/sv/messages.ts';
import { stateLabels, stateWord } from '../../dashboards/src/state-word.ts';
import { usualOf, ward } from './ward.ts';

const sv = swedish.common;

test('a value with low coverage is incomplete, not out of date', () => {
  expect(stateWord(ward({ coverage: 0.69 }), 'stale', sv)).toBe('Ofullständigt underlag');
  expect(stateWord(ward({ coverage: null }), 'stale', sv)).toBe('Ofullständigt underlag');
});

test('a value with enough coverage is out of date if nothing new arrives', () => {
  expect(stateWord(ward({ coverage: 0.7 }), 'stale', sv)).toBe('Gamla uppgifter');
  expect(stateWord(ward({ minutes: 0, census: 0, coverage: null }), 'stale', sv)).toBe(
    'Gamla uppgifter',
  );
});

test('a missing value is out of date, whatever its coverage', () => {
  expect(stateWord(ward({ minutes: null, coverage: 0.5 }), 'stale', sv)).toBe('Gamla uppgifter');
});

test.each([
  ['farOver', 'Mycket högre än vanligt', 'Mycket hög belastning'],
  ['over', 'Högre än vanligt', 'Hög belastning'],
  ['within', 'Som vanligt', 'I balans'],
  ['under', 'Lägre än vanligt', 'Låg belastning'],
] as const)('%s is compared with what is usual only if that is known', (state, usual, load) => {
  expect(stateWord(ward({ usualLoad: usualOf(1) }), state, sv)).toBe(usual);
  expect(stateWord(ward({ usualLoad: null }), state, sv)).toBe(load);
});

test('patients with nobody to care for them are not compared with what is usual', () => {
  const alone = ward({ supply: { rn: 0, na: 0 }, load: null, usualLoad: usualOf(1) });
  expect(stateWord(alone, 'farOver', sv)).toBe('Ingen på plats');
});

test('a ward without staffing data says so', () => {
  expect(stateWord(ward({ supply: null, load: null }), 'noStaffing', sv)).toBe('Bemanning saknas');
});

test('the wall counts wards by load until the usual load of a ward is known', () => {
  const [fresh, known] = [ward({ usualLoad: null }), ward({ usualLoad: usualOf(0.9) })];
  expect(stateLabels([fresh, fresh], sv)).toEqual({
    farOver: 'Mycket hög belastning',
    over: 'Hög belastning',
    within: 'I balans',
    under: 'Låg belastning',
    stale: 'Gamla uppgifter',
    noStaffing: 'Bemanning saknas',
  });
  expect(stateLabels([fresh, known], sv)).toMatchObject({
    farOver: 'Mycket högre än vanligt',
    within: 'Som vanligt',
  });
});
