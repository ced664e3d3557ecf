import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant } from '../../../../schemas/instant.ts';
import type { DerivedEvent, Note, StoredExtract } from '../../../../services/adapters/adapter.ts';
import { factsOfTables } from '../../../../services/adapters/tables/facts.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { BORDER, CHANNEL, extractsOf, fixture, MAPPING, visit } from '../tables/made-up.ts';

const [STAYS, VALUES] = CHANNEL.tables;
const NOW = parseInstant('2026-11-02T00:00:00Z');
const NAMES = new Map(Array.from({ length: 9 }, (_, at) => [visit(`K${at + 1}`), `K${at + 1}`]));

/** Words of the expected list, in its order, of what it says about an event. */
function lineOf(event: DerivedEvent): unknown[] {
  if (!('encounterId' in event)) throw new Error('Expected an event of a visit');
  const name = NAMES.get(event.encounterId);
  if (event.type === 'observation') {
    return [event.type, name, event.code, event.value, event.occurredAt];
  }
  const place = event.type === 'admission' ? [event.wardId, `bed ${event.bed}`] : [];
  const planned =
    event.type === 'admission' && event.plannedDischargeAt !== undefined
      ? [`plannedDischargeAt ${event.plannedDischargeAt}`]
      : [];
  return [event.type, name, ...place, ...planned, event.occurredAt, `recorded ${event.recordedAt}`];
}

function interpreted(extracts: readonly StoredExtract[]) {
  const lines: unknown[][] = [];
  const notes: Note[] = [];
  for (const [of] of NAMES) {
    const own = extracts.filter((extract) => extract.visit === of);
    const read = factsOfTables(own, MAPPING);
    const context = { mapping: MAPPING, border: BORDER, visit: of, now: NOW };
    const found = interpretVisit(read.facts, context);
    lines.push(...found.events.map(lineOf));
    notes.push(...read.notes, ...found.notes);
  }
  const noted = notes.map(({ reason, key, count }) => `${reason} ${key} ${count}`);
  return { lines: sorted(lines), notes: noted.sort() };
}

const sorted = (lines: readonly unknown[]) => lines.map((line) => JSON.stringify(line)).sort();

test('stays and values of a warehouse become the events that were worked out by hand, in any order of rows', async () => {
  const expected = JSON.parse((await fixture('expected-extract.json')).toString());
  // the line of the repeated hour says besides why it is the first of the two
  const lines = expected.events.map((line: unknown[]) =>
    line[0] === 'observation' ? line.slice(0, 5) : line,
  );
  const extracts = [
    ...(await extractsOf(await fixture('vardkontakter.csv'), STAYS!)),
    ...(await extractsOf(await fixture('vitalparametrar.csv'), VALUES!)),
  ];
  const found = interpreted(extracts);
  expect(found.lines).toEqual(sorted(lines));
  // V9, V11, V7, V12, V8 and K5 of the expected notes; withdrawn rows and a stay outside have none
  expect(found.notes).toEqual([
    'no-counted-visit  1',
    'no-time-of-day local|Puls 1',
    'no-value local|Puls 1',
    'not-a-number local|Puls 1',
    'unmapped-code local|Öra höger 1',
    'unmapped-location Länkö hospis 1',
  ]);
  const order = fc.shuffledSubarray([...extracts], { minLength: extracts.length });
  for (const rows of fc.sample(order, { seed: 3, numRuns: 10 })) {
    expect(interpreted([...rows, ...rows.slice(0, 5)])).toEqual(found);
  }
});
