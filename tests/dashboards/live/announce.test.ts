import { expect, test } from 'vitest';
import { words as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { announce, summary } from '../../../dashboards/src/live/announce.ts';
import { countStates } from '../../../dashboards/src/status.ts';

const said = { subject: 'live', text: 'Över 1', at: 0 };

test('the first thing and a new subject are said at once', () => {
  expect(announce(null, said)).toEqual(said);
  const lost = { subject: 'lost', text: 'Ingen kontakt', at: 1 };
  expect(announce(said, lost)).toEqual(lost);
});

test('news of the same subject waits until a minute has passed', () => {
  const news = { subject: 'live', text: 'Över 2' };
  expect(announce(said, { ...news, at: 59_999 })).toBe(said);
  expect(announce(said, { ...news, at: 60_000 }).text).toBe('Över 2');
});

test('only states that have wards are told, the most urgent first', () => {
  const counts = countStates(['within', 'farOver', 'within']);
  expect(summary(counts, swedish.common)).toBe('Långt över 1, Inom 2');
});
