import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decode } from '../../../pipelines/events/decode.ts';
import { wireEvent } from '../../../pipelines/events/encode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { simulate } from '../../../pipelines/sources/simulator/simulate.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { openEventFile } from '../../../services/files/event-file.ts';
import { eraseRecords, findErasure } from '../../../services/journal/erase.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { JournalReader } from '../../../services/journal/reader.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { replay } from '../../../services/replay/replay.ts';
import { OWN_LOG, Scorer } from '../../../services/scorer/scorer.ts';
import { storingConsumer } from '../../../services/scorer/store-batch.ts';
import { siteOf } from '../../support/filled-state.ts';
import { rowsOfFile } from '../../support/stored-rows.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 4, days: 2, seed: 11, disturbances: true };
const site = siteOf(HOSPITAL);
/** Events of an append. */
const APPEND = 37;
/** The sender of an append changes now and then. */
const senderOf = (append: number) => `key (${(append >> 2) % 2})`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vi-from-journal-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What the simulated systems send, sent again and corrected too, as far as it is accepted. */
function accepted(): WardEvent[] {
  const raw = [...simulate(HOSPITAL)].map((arrival, offset) => ({
    offset,
    bytes: Buffer.from('raw' in arrival ? arrival.raw : JSON.stringify(arrival.event)),
  }));
  return decode(raw, eventRules(site)).events;
}

/** Stores and scores a journal as a rebuild does. */
async function rebuild(folder: string, path: string): Promise<Scorer> {
  const journal = (await Journal.open(folder))!;
  const scorer = await Scorer.open(path, site, OWN_LOG);
  const consumer = storingConsumer({
    ...{ scorer, log: createLog('silent'), metrics: createMetrics() },
    keepRejected: () => Promise.reject(new Error('an event was rejected')),
  });
  const reader = new JournalReader(journal);
  for (;;) {
    const chunk = await reader.readMany(scorer.nextOffset, 1_000);
    if (chunk === null) break;
    await consumer.take({ ...chunk, lag: 0 });
  }
  await scorer.score();
  await reader.close();
  await journal.close();
  return scorer;
}

const EVENTS = 'select * exclude (delivery) from event order by all';
const REPLACED = 'select * exclude (delivery) from superseded_event order by all';
const HOURS = `select * exclude (revision, computed_at, "offset")
  from encounter_hour order by encounter_id, hour, ward_id`;

test('a journal gives the rows that a replay of its events gives, to the bit', async () => {
  const folder = join(root, 'journal');
  let journal = await Journal.create(folder, 0, { fileBytes: 50_000 });
  const all = accepted();
  const last = new Map<string, { event: WardEvent; sender: string }>();
  for (let from = 0; from < all.length; from += APPEND) {
    const events = all.slice(from, from + APPEND);
    const sender = senderOf(from / APPEND);
    const senders = new Map(events.map(({ source }) => [source, sender]));
    const { known } = await journal.append({ events, senders });
    for (const [index, event] of events.entries()) {
      if (!known.has(index)) last.set(`${event.source} ${event.id}`, { event, sender });
    }
  }
  await journal.close();
  const { encounterId } = all.find((event) => event.type === 'admission')!;
  const { positions } = await findErasure(folder, { encounterId });
  expect(positions.length).toBeGreaterThan(5);
  await eraseRecords(folder, positions);

  const path = join(root, 'scorer.duckdb');
  const scorer = await rebuild(folder, path);
  // ten events of as many appends
  const some = [...last.values()].filter(
    ({ event }) => !('encounterId' in event && event.encounterId === encounterId),
  );
  for (let at = 0; at < some.length; at += Math.ceil(some.length / 10)) {
    const { event, sender } = some[at]!;
    const versions = await scorer.sentBy(event.source, event.id);
    expect(versions.map((each) => each.sender)).toContain(sender);
  }
  await scorer.close();

  journal = (await Journal.open(folder))!;
  const reader = new JournalReader(journal);
  const lines: string[] = [];
  for (let at = 0; at < journal.end; ) {
    const chunk = (await reader.read(at, 10_000))!;
    lines.push(...chunk.events.map((event) => `${JSON.stringify(wireEvent(event))}\n`));
    at = chunk.next;
  }
  await reader.close();
  await journal.close();
  writeFileSync(join(root, 'events.ndjson'), lines.join(''));
  await replay({
    files: [await openEventFile(join(root, 'events.ndjson'))],
    ...{ site, out: join(root, 'out'), fresh: true },
  });
  const replayed = join(root, 'out', 'state', 'scoring.duckdb');
  for (const query of [EVENTS, REPLACED, HOURS]) {
    const rows = await rowsOfFile<{ encounter_id: string | null }>(path, query);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(await rowsOfFile(replayed, query));
    expect(rows.map((row) => row.encounter_id)).not.toContain(encounterId);
  }
}, 60_000);
