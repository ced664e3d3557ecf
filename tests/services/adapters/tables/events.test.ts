import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { factsOfTables } from '../../../../services/adapters/tables/facts.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { BORDER, CHANNEL, extractsOf, fixture, MAPPING, visit, WRITTEN } from './made-up.ts';

/** The visits of the extract, as `expected-extract.json` names them. */
const VISITS = ['K1', 'K2', 'K3', 'K4', 'K5', 'K9'];

test('the extract has the events that were worked out by hand', async () => {
  const [stays, values] = CHANNEL.tables;
  const extracts = [
    ...(await extractsOf(await fixture('vardkontakter.csv'), stays!)),
    ...(await extractsOf(await fixture('vitalparametrar.csv'), values!)),
  ];
  const found = VISITS.flatMap((name) => {
    const own = extracts.filter((extract) => extract.visit === visit(name));
    const { facts } = factsOfTables(own, MAPPING);
    const context = { mapping: MAPPING, border: BORDER, visit: visit(name), now: WRITTEN };
    return interpretVisit(facts, context).events.map((event) => shown(name, event));
  });
  const path = new URL('../../../fixtures/adapters/tables/expected-extract.json', import.meta.url);
  const { events } = JSON.parse(await readFile(path, 'utf8')) as { events: unknown[][] };
  // the last cell of one is a remark
  const expected = events.map((cells) => cells.filter((cell) => !`${cell}`.startsWith('the ')));
  expect(found.toSorted(byText)).toEqual(expected.toSorted(byText));
});

function shown(name: string, event: object): unknown[] {
  const { type, wardId, bed, code, value, occurredAt, recordedAt, plannedDischargeAt } =
    event as Record<string, unknown>;
  if (type === 'observation') return [type, name, code, value, occurredAt];
  const planned = plannedDischargeAt == null ? [] : [`plannedDischargeAt ${plannedDischargeAt}`];
  const place = type === 'admission' ? [wardId, `bed ${bed}`, ...planned] : [];
  return [type, name, ...place, occurredAt, `recorded ${recordedAt}`];
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
