import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  type RecordBatchWriter,
} from 'apache-arrow';
import { afterAll, describe, expect, test } from 'vitest';
import { toWireEvent } from '../../../pipelines/events/encode.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { EVENT_COLUMNS } from '../../../schemas/event-batch.ts';
import { wardEvent } from '../../../schemas/ward-event.ts';
import { arrowBatches } from '../../../services/files/arrow-batches.ts';
import { InputError } from '../../../services/platform/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-arrow-files-'));
const file = join(folder, 'events.arrow');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = 11;
const COLUMNS = Object.keys(EVENT_COLUMNS).length;
const at = '2026-01-05T09:00:00Z';
const eventsOf = (ward: string) =>
  Array.from({ length: ROWS }, (_, row) => ({
    ...{ id: `a${row}`, source: 'adt', type: 'admission', status: 'final' },
    ...{ encounterId: `${ward}-${row}`, wardId: ward, bed: `sal ${row}` },
    ...{ occurredAt: at, recordedAt: at },
  }));
const batchOf = (ward: string) => toArrow(eventsOf(ward).map((event) => wardEvent.parse(event)));

async function written(writer: RecordBatchWriter, ...batches: RecordBatch[]): Promise<Buffer> {
  for (const batch of batches) writer.write(batch);
  writer.finish();
  return Buffer.from(await writer.toUint8Array());
}

async function read(bytes: Uint8Array): Promise<unknown[]> {
  writeFileSync(file, bytes);
  const events: unknown[] = [];
  for await (const { rows } of arrowBatches(file)) {
    for (let row = 0; row < rows.batch.numRows; row++) events.push(toWireEvent(rows.batch, row));
  }
  return events;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await read(bytes).then(
    () => null,
    (error: Error) => error,
  );
  expect(error).toBeInstanceOf(InputError);
  return error!.message;
}

/** The bytes with a number of 32 or 64 bits, wherever it stands, as another. */
function replaced(bytes: Buffer, was: number, is: bigint, bits: 32 | 64): Buffer {
  const number = Buffer.alloc(bits / 8);
  number.writeUInt32LE(was);
  const other = Buffer.alloc(bits / 8);
  if (bits === 32) other.writeUInt32LE(Number(is));
  else other.writeBigInt64LE(is);
  const changed = Buffer.from(bytes);
  const places = [...changed.keys()].filter((place) => bytes.indexOf(number, place) === place);
  expect(places).not.toEqual([]);
  for (const place of places) other.copy(changed, place);
  return changed;
}

const stream = () => written(new RecordBatchStreamWriter(), batchOf('31A'), batchOf('32B'));
const ofFooter = () => written(new RecordBatchFileWriter(), batchOf('31A'));

describe.each([
  ['stream', stream, [...eventsOf('31A'), ...eventsOf('32B')]],
  ['file', ofFooter, eventsOf('31A')],
])('Arrow, %s format', (_, make, events) => {
  test('all batches are read, each with its own dictionaries', async () => {
    expect(await read(await make())).toEqual(events);
  });

  test.each([2 ** 26, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])('%i columns', async (columns) => {
    // read one by one, so many would take all memory
    const message = await refusal(replaced(await make(), COLUMNS, BigInt(columns), 32));
    expect(message).toMatch(
      /cannot be read as Arrow: a vector of -?\d+ does not fit into \d+ bytes/,
    );
  });

  test.each([2n ** 32n, 2n ** 40n, 2n ** 62n, -1n])('%i rows', async (rows) => {
    expect(await refusal(replaced(await make(), ROWS, rows, 64))).toMatch(
      /cannot be read as Arrow: (\d+ rows do not fit|a length of -?\d+ |\d+ is not safe)/,
    );
  });

  test.each([0, 7, 300])('only its first %i bytes', async (bytes) => {
    expect(await refusal((await make()).subarray(0, bytes))).toContain('looks cut off');
  });

  test.each([5, 8, 300, 2000])('without its last %i bytes', async (bytes) => {
    expect(await refusal((await make()).subarray(0, -bytes))).toContain('looks cut off');
  });

  test('any byte of it changed', async () => {
    const bytes = await make();
    for (let place = 0; place < bytes.length; place += 211) {
      for (const value of [0x00, 0x20, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[place] = value;
        const events = await read(changed).catch((error) => {
          expect(error).toBeInstanceOf(InputError);
          return [];
        });
        // a row takes a bit at least
        expect(events.length).toBeLessThan(bytes.length * 8);
      }
    }
  });
});

test('a second stream in one file is not ignored', async () => {
  const bytes = await stream();
  expect(await refusal(Buffer.concat([bytes, bytes]))).toContain(
    `${bytes.length} bytes follow its end-of-stream mark`,
  );
});

test('batches of a file that share their dictionaries', async () => {
  const batch = batchOf('31A');
  const parts = [batch.slice(0, 4), batch.slice(4, 4), batch.slice(4)];
  expect(await read(await written(new RecordBatchFileWriter(), ...parts))).toEqual(eventsOf('31A'));
});

test('a footer that points to no message', async () => {
  const bytes = await ofFooter();
  const length = bytes.readInt32LE(bytes.length - 10);
  const footer = bytes.length - 10 - length;
  const changed = replaced(bytes.subarray(footer), 0, 0n, 64).fill(0xff, 4, 8);
  expect(await refusal(Buffer.concat([bytes.subarray(0, footer), changed]))).toContain(
    'cannot be read as Arrow',
  );
});
