import { expect, test } from 'vitest';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { announce, sentences, summary } from '../../../dashboards/src/live/announce.ts';
import { countStates } from '../../../dashboards/src/status.ts';

const said = { subject: 'live', text: 'Saknar personal 1', at: 0 };

test('the first text and a new subject are announced at once', () => {
  expect(announce(null, said)).toEqual(said);
  const lost = { subject: 'lost', text: 'Ingen kontakt', at: 1 };
  expect(announce(said, lost)).toEqual(lost);
});

test('news of the same subject waits until a minute has passed', () => {
  const news = { subject: 'live', text: 'Saknar personal 2' };
  expect(announce(said, { ...news, at: 59_999 })).toBe(said);
  expect(announce(said, { ...news, at: 60_000 }).text).toBe('Saknar personal 2');
});

test('the summary lists only states that have wards, the most urgent first', () => {
  const counts = countStates(['balanced', 'short', 'balanced']);
  expect(summary(counts, swedish.common)).toBe('Saknar personal 1, I balans 2');
});

test.each([
  [['Live', 'I balans 2'], 'Live. I balans 2.'],
  [['Live', ''], 'Live.'],
  [[swedish.common.forbidden, ''], 'Du har inte behörighet att se det här.'],
  [['Ansluter …', ''], 'Ansluter …'],
])('%j are sentences with one full stop each', (texts, joined) => {
  expect(sentences(...texts)).toBe(joined);
});
