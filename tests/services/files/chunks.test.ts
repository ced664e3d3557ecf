import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { RecordBatchStreamWriter } from 'apache-arrow';
import { afterAll, describe, expect, test } from 'vitest';
import { LARGEST_RECORD_BYTES } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { REJECTED_BYTES } from '../../../services/files/chunk.ts';
import { openEventFile } from '../../../services/files/event-file.ts';
import { InputError } from '../../../services/platform/input-error.ts';
import { siteWith } from '../../support/scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-chunks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rules = eventRules(siteWith());

async function chunksOf(name: string, bytes: Uint8Array) {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const chunks: { first: number; next: number; rows: number; bytes: number }[] = [];
  for await (const each of (await openEventFile(file)).chunks(0, rules)) {
    chunks.push({
      first: chunks.at(-1)?.next ?? 0,
      next: each.nextOffset,
      rows: each.rejected.length + each.batches.reduce((sum, { numRows }) => sum + numRows, 0),
      bytes: each.rejected.reduce((sum, { raw }) => sum + raw.length, 0),
    });
  }
  return chunks;
}

const ROWS = 2_000;
/** A bed of some 60 kB, which no event may have: 2 000 of them are 120 MB. */
const BED = 'x'.repeat(60_000);
const event = (row: number) => ({
  ...{ id: `a${row}`, source: 'adt', type: 'admission', status: 'final', encounterId: 'E1' },
  ...{ wardId: 'A', bed: row % 3 === 0 ? '1' : BED },
});

async function arrow(): Promise<Uint8Array> {
  const at = Date.UTC(2026, 0, 5) * 1000;
  const events = Array.from({ length: ROWS }, (_, row) => ({
    ...{ ...event(row), occurredAt: at, recordedAt: at },
  }));
  const writer = new RecordBatchStreamWriter();
  writer.write(toArrow(events as WardEvent[]));
  writer.finish();
  return writer.toUint8Array();
}

function lines(): Buffer {
  const at = '2026-01-05T00:00:00Z';
  const all = Array.from({ length: ROWS }, (_, row) =>
    JSON.stringify({ ...event(row), occurredAt: at, recordedAt: at }),
  );
  return gzipSync(`${all.join('\n')}\n`, { level: 1 });
}

describe.each([
  ['events.arrow', arrow],
  ['events.ndjson.gz', lines],
])('a small file of large rejections: %s', (name, make) => {
  test('is read in chunks that fit into memory, and nothing is skipped', async () => {
    const bytes = await make();
    expect(bytes.length).toBeLessThan(1_000_000);
    const chunks = await chunksOf(name, bytes);
    expect(chunks.map(({ first, next }) => next - first)).toEqual(chunks.map(({ rows }) => rows));
    expect(chunks.at(-1)!.next).toBe(ROWS);
    // two of three rows of 60 kB are 80 MB: at least one end of a chunk lies within
    expect(chunks.length).toBeGreaterThanOrEqual(2);
    for (const { bytes } of chunks) {
      expect(bytes).toBeLessThan(2 * REJECTED_BYTES + LARGEST_RECORD_BYTES);
    }
  });
});

test.each([
  ['not compressed', Buffer.from('{"a":1}\n')],
  ['damaged', Buffer.concat([gzipSync('{"a":1}\n').subarray(0, 10), Buffer.alloc(500, 0x78)])],
])('a .gz that is %s is named', async (_, bytes) => {
  const error = await chunksOf('damaged.ndjson.gz', bytes).catch((error) => error);
  expect(error).toBeInstanceOf(InputError);
  expect(error.message).toContain('damaged.ndjson.gz cannot be unpacked');
});
