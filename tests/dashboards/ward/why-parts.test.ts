import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { levelsHelp, levelText } from '../../../dashboards/src/ward/levels-help.ts';
import { levelsList, partsList } from '../../../dashboards/src/ward/why-parts.ts';
import type { Explanation } from '../../../schemas/read-api.ts';
import { markup } from '../markup.ts';

const sv = swedish.ward;
const format = formatOf('sv', 'Europe/Stockholm');
const level = (of: 'a' | 's' | 'news2', value: number | null): Explanation['levels'][number] => ({
  ...{ level: of, value, low: value, high: value },
  ...{ because: `skäl ${of}`, source: 'källa' },
});
const LEVELS = [level('a', 2), level('s', 4), level('news2', 3)];
const ACTIVE = { circumstances: { palliative: false }, setsPerDay: 5 };
const part = (component: string, because: string) => ({
  ...{ component, because, minutes: 3, weights: [] },
});

/** Text alone, on one line. */
const read = (value: unknown) =>
  markup(value)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('a part that follows from a level says in words what the level means', () => {
  const parts = [
    part('base', 'lika för alla patienter'),
    part('generalCare', 'nivå A2'),
    part('specialCare', 'nivå S4'),
  ];
  const text = read(partsList({ parts, levels: LEVELS }, sv, format));
  expect(text).toContain('nivå A2: behöver viss hjälp inom minst två områden');
  expect(text).toContain('nivå S4: omfattande insatser inom minst två områden');
  expect(text).toContain('lika för alla patienter Registrerade minuter.');
});

test('levels are in words, and a score is not', () => {
  const text = read(levelsList(LEVELS, sv, ACTIVE));
  expect(text).toContain('A-nivå 2 Behöver viss hjälp inom minst två områden. skäl a');
  expect(text).toContain('S-nivå 4 Omfattande insatser inom minst två områden. skäl s');
  expect(text).toContain('NEWS2 3 skäl news2');
  expect(read(levelsList([level('a', null)], sv, ACTIVE))).toContain('A-nivå – skäl a');
});

test.each([
  ['palliative, whose high score asks for nothing', true, 0, true],
  ['palliative, scored before that was recorded', true, null, false],
  ['not palliative, score 0', false, 0, false],
] as const)('why NEWS2 adds no observations: %s', (_, palliative, setsPerDay, isSaid) => {
  const hour = { circumstances: { palliative }, setsPerDay };
  const said = (of: 'news2' | 's') => read(levelsList([level(of, 3)], sv, hour));
  expect(said('news2').includes('Palliativ vård: inga extra kontroller räknas')).toBe(isSaid);
  expect(said('s')).not.toContain('Palliativ vård');
});

test('every level of both kinds has a text of its own, and no other value has one', () => {
  for (const messages of [sv, english.ward]) {
    for (const of of ['a', 's'] as const) {
      const texts = [1, 2, 3, 4].map((value) => levelText(of, value, messages));
      expect(new Set(texts).size).toBe(4);
      expect(texts).not.toContain(null);
      expect([0, 5, null].map((value) => levelText(of, value, messages))).toEqual([
        null,
        null,
        null,
      ]);
    }
    const help = read(levelsHelp(messages));
    for (const name of ['A1', 'A4', 'S1', 'S4']) expect(help).toContain(name);
  }
});
