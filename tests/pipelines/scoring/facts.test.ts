import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { eraseFromScorer } from '../../../pipelines/scoring/erase.ts';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { readSql } from '../../../pipelines/warehouse/sql-file.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, openStore } from '../../property/scored.ts';
import { admit, doses, escort, observe, siteWith, start, tasks } from '../../support/scenario.ts';

const site = siteWith();
const position = { topic: 'test', partition: 0, nextOffset: 0 };
const differing = readSql(new URL('../../sql/facts_follow_from_events.sql', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vi-facts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000_000;
const as = (id: string, event: WardEvent, later = 0, more: object = {}): WardEvent =>
  ({ ...event, id, recordedAt: event.recordedAt + later * MINUTE, ...more }) as WardEvent;

const rate = (value: number) => observe('9', 'heart-rate', value);
const values = (store: ScoringStore) =>
  store.connection.rows<{ encounter: string; word: string; value: number | null; events: number }>(
    `select encounter_id as encounter, word, value, events
      from fact join known_encounter using (encounter_key) join fact_kind using (kind)
      order by encounter, occurred_at, word, value`,
  );

/** Stores deliveries, each checked; gives the facts after the last. */
async function factsAfter(...deliveries: WardEvent[][]) {
  const store = await openStore(site);
  try {
    for (const events of deliveries) {
      await store.store([batchOf(events, site)], [], position);
      expect(await store.connection.rows(differing)).toEqual([]);
    }
    return (await values(store)).map((fact) => Object.values(fact));
  } finally {
    await store.close();
  }
}

const CASES: readonly [string, WardEvent[][], unknown[][]][] = [
  [
    'what was observed, done and given, and no moves',
    [
      [
        admit('8'),
        rate(80),
        as('t', tasks('9', 'suction')[0]!),
        as('d', doses('9', 'infusion', 1, 500)[0]!),
        start('9', 'isolation'),
      ],
    ],
    [
      ['E1', 'care-need', null, 1],
      ['E1', 'heart-rate', 80, 1],
      ['E1', 'infusion', 500, 1],
      ['E1', 'suction', null, 1],
    ],
  ],
  [
    'consciousness and oxygen as numbers, an escort by its minutes',
    [
      [
        observe('9', 'consciousness', 'V'),
        observe('9', 'supplemental-oxygen', true),
        escort('9', 20),
      ],
    ],
    [
      ['E1', 'consciousness', 3, 1],
      ['E1', 'escort', 20, 1],
      ['E1', 'supplemental-oxygen', 1, 1],
    ],
  ],
  ['an implausible value as none', [[rate(999)]], [['E1', 'heart-rate', null, 1]]],
  [
    'of two values at an instant the one recorded last, in one delivery',
    [[as('a', rate(80), 5), as('b', rate(70), 1)]],
    [['E1', 'heart-rate', 80, 2]],
  ],
  [
    'of two values at an instant the one recorded last, in two',
    [[as('a', rate(80), 5)], [as('b', rate(70), 1)], [as('c', rate(999), 9)]],
    [['E1', 'heart-rate', 80, 3]],
  ],
  [
    'an event sent twice once',
    [[as('a', rate(80))], [as('a', rate(80))]],
    [['E1', 'heart-rate', 80, 1]],
  ],
  [
    'an amended value',
    [[as('a', rate(80)), as('b', rate(70), -1)], [as('a', rate(60), 5, { status: 'amended' })]],
    [['E1', 'heart-rate', 60, 2]],
  ],
  [
    'nothing of what was entered in error, and again what is left of its instant',
    [
      [as('a', rate(80)), as('b', rate(70), -1)],
      [as('a', rate(80), 5, { status: 'entered-in-error' })],
    ],
    [['E1', 'heart-rate', 70, 1]],
  ],
  [
    'an event that was of another patient, of the right one',
    [[as('a', rate(80))], [as('a', rate(80), 5, { status: 'amended', encounterId: 'E2' })]],
    [['E2', 'heart-rate', 80, 1]],
  ],
  [
    'an earlier version that comes later, not at all',
    [[as('a', rate(60), 5)], [as('a', rate(80))]],
    [['E1', 'heart-rate', 60, 1]],
  ],
  [
    'an earlier version of another patient that comes later, not at all',
    [[as('a', rate(60), 5)], [as('a', rate(80), 0, { encounterId: 'E2' })]],
    [['E1', 'heart-rate', 60, 1]],
  ],
];

test.each(CASES)('facts have %s', async (_, deliveries, expected) => {
  expect(await factsAfter(...deliveries)).toEqual(expected);
});

describe('a stored file', () => {
  const opened = (name: string) => openStore(site, join(folder, name));
  const deliveries = [
    [admit('8'), as('a', rate(80)), as('b', rate(70), 1)],
    [as('a', rate(60), 5)],
  ];

  async function filled(name: string) {
    const store = await opened(name);
    for (const events of deliveries) await store.commit([batchOf(events, site)], [], position);
    return store;
  }

  test.each([
    ['were made by another rule', "update meta set value = 'another' where name = 'facts'"],
    ['were never made', "delete from meta where name = 'facts'; delete from known_encounter"],
  ])('has its facts made again at open if they %s', async (name, change) => {
    const before = await filled(name);
    const facts = await values(before);
    await before.connection.run(`${change}; update fact set value = 0`);
    await before.close();
    const after = await opened(name);
    expect(await values(after)).toEqual(facts);
    expect(await after.connection.rows(differing)).toEqual([]);
    await after.close();
  });

  test('has no facts of an erased encounter, nor of another that had one of its events', async () => {
    const store = await opened('erased');
    const moved = { status: 'amended', encounterId: 'E2' };
    const stored = [
      [admit('8'), as('a', rate(80)), as('b', rate(70), 0, { encounterId: 'E2' })],
      [as('a', rate(80), 5, moved)],
    ];
    for (const events of stored) await store.commit([batchOf(events, site)], [], position);
    const { connection } = store;
    await connection.transaction(() => eraseFromScorer(connection, { encounterId: 'E1' }, null));
    await store.close();
    const after = await opened('erased');
    expect(await after.connection.rows(differing)).toEqual([]);
    expect(
      await after.connection.rows('select distinct encounter_id as id from known_encounter'),
    ).toEqual([{ id: 'E2' }]);
    expect(
      await after.connection.rows(
        'select encounter_key from fact anti join known_encounter using (encounter_key)',
      ),
    ).toEqual([]);
    await after.close();
  });
});
