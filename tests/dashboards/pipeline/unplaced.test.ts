import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { unplacedOrder } from '../../../dashboards/src/pipeline/unplaced-order.ts';
import { unplacedTable } from '../../../dashboards/src/pipeline/unplaced-table.ts';
import type { Unplaced } from '../../../schemas/unplaced.ts';
import { markup } from '../markup.ts';

const counts = {
  ...{ 'presumed-left': 0, 'silent-stays': 2 },
  ...{ 'moves-without-effect': 0, 'orphan-events': 130 },
};

const page: Unplaced = {
  list: 'orphan-events',
  counts,
  items: [
    {
      ...{ encounterId: 'P-7QK', wardId: null, reason: 'never-admitted', type: 'observation' },
      ...{ occurredAt: '2026-11-27T09:21:00Z', recordedAt: null, code: 'spo2', source: 'ehr' },
      ...{ id: 'E1-651', leftAt: null },
    },
    {
      ...{ encounterId: 'P-8XC', wardId: '31A', reason: 'outside-stay', type: 'task', code: null },
      ...{ occurredAt: '2026-11-27T08:00:00Z', recordedAt: null, source: null, id: null },
      leftAt: null,
    },
  ],
  next: 100,
};

/** The cells of a table, row by row. */
const cells = (language: 'sv' | 'en') => {
  const { pipeline } = language === 'sv' ? swedish : english;
  const text = markup(unplacedTable(page, pipeline, formatOf(language, 'Europe/Stockholm')));
  return [...text.matchAll(/<t[hd](?: scope="row")?>([^<]*)<\/t[hd]>/g)].map(([, cell]) => cell);
};

test('lists with lines come before those without', () => {
  expect(unplacedOrder(counts)).toEqual([
    ...['silent-stays', 'orphan-events', 'presumed-left', 'moves-without-effect'],
  ]);
});

test('a line says ward, pseudonym, why, what, when and who sent it', () => {
  expect(cells('sv')).toEqual([
    ...['okänd', 'P-7QK', 'aldrig inskriven', 'observation spo2', '27 nov. 10:21', 'ehr E1-651'],
    ...['31A', 'P-8XC', 'utanför vistelsen', 'task', '27 nov. 09:00', ''],
  ]);
  expect(cells('en').slice(0, 3)).toEqual(['unknown', 'P-7QK', 'never admitted']);
});

test('what is left out is said', () => {
  const format = formatOf('sv', 'Europe/Stockholm');
  const said = (part: Unplaced) => markup(unplacedTable(part, swedish.pipeline, format));
  expect(said(page)).toContain('De 2 senaste av 130 visas.');
  expect(said({ ...page, next: null })).not.toContain('senaste');
});
