import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages } from '../../../dashboards/src/i18n/sv/messages.ts';
import type { State } from '../../../dashboards/src/status.ts';
import { headlineOf } from '../../../dashboards/src/wall/headline.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { restOf, usualOf, ward } from '../ward.ts';

const format = formatOf('sv', 'Europe/Stockholm');
/** The figure and what it is of. */
const led = (state: State, change: Partial<WardNow>) => {
  const { figure, unit } = headlineOf({
    ward: ward(change),
    state,
    messages: messages.wall,
    format,
  });
  return [figure, unit];
};

test('the difference in persons, with its sign', () => {
  expect(led('short', { gap: -1.7 })).toEqual(['−1,7', null]);
  expect(led('balanced', { gap: 0.04 })).toEqual(['0,0', null]);
  expect(led('room', { gap: 1.2, restOfShift: restOf(1.6) })).toEqual(['+1,2', null]);
  expect(led('tight', { gap: 0.2, restOfShift: restOf(-0.6) })).toEqual(['−0,6', 'till 21']);
  // "Saknar 1,4 till 21" stands above it
  expect(led('short', { gap: -0.2, restOfShift: restOf(-1.4) })).toEqual(['−1,4', null]);
});

test('L5: registered nurses alone, where they are why the ward is short', () => {
  expect(led('short', { gap: 0.8, missingRn: 1, marks: ['rn-missing'] })).toEqual(['−1', 'ssk']);
});

test('L3: without a level, load in per cent of what is usual: 0,70 of 0,52 is 135 %', () => {
  const change = { level: null, gap: null, requiredNurses: null, normNurses: 3.9 };
  expect(led('no-level', { ...change, normLoad: 0.7, usualLoad: usualOf(0.52) })).toEqual([
    '135',
    '% av vanlig belastning',
  ]);
  expect(led('no-level', change)).toEqual(['3,9', 'normbehov']);
});

test('L6: without staffing, the persons that are required', () => {
  const unstaffed = { gap: null, supply: null, load: null };
  expect(led('no-staffing', { ...unstaffed, requiredNurses: 5.7 })).toEqual(['5,7', 'behövs']);
});

test('parentheses around what is old or of too few inputs', () => {
  expect(led('old', { gap: -1.7 })).toEqual(['(−1,7)', null]);
  expect(led('incomplete', { gap: 0.1 })).toEqual(['(+0,1)', null]);
  const nothing = { gap: null, requiredNurses: null, normNurses: null };
  expect(led('old', nothing)).toEqual(['–', null]);
  expect(led('unknown', nothing)).toEqual(['–', null]);
});

test('an empty ward has no patients, however many are present', () => {
  expect(led('no-patients', { gap: 4 })).toEqual(['0', 'patienter']);
});
