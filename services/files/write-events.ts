import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { RecordBatchStreamWriter } from 'apache-arrow';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { type WardEvent, type WireEvent, wardEvent } from '../../schemas/ward-event.ts';
import { InputError } from '../platform/input-error.ts';

/** What an event file holds: an event, or the text of a line that is none (NDJSON only). */
export type Line = { event: WireEvent } | { raw: string };

const LINES_A_CHUNK = 2000;
const EVENTS_A_BATCH = 50_000;

/**
 * Writes events to a file, whole or not at all: `.ndjson`, `.ndjson.gz`, or `.arrow` (IPC stream).
 * Arrow has no place for lines that are not events; they are left out and counted.
 * @returns how many lines or rows were written, and how many left out
 */
export async function writeEvents(
  path: string,
  lines: Iterable<Line>,
  onProgress: (written: number) => void = () => {},
): Promise<{ written: number; leftOut: number }> {
  const count = { written: 0, leftOut: 0 };
  const temporary = `${path}.tmp`;
  const out = createWriteStream(temporary);
  try {
    if (path.endsWith('.arrow')) {
      const writer = RecordBatchStreamWriter.throughNode({ autoDestroy: true });
      await pipeline(Readable.from(batches(lines, count, onProgress)), writer, out);
    } else if (path.endsWith('.ndjson.gz')) {
      await pipeline(
        Readable.from(chunks(lines, count, onProgress)),
        createGzip({ level: 9 }),
        out,
      );
    } else if (path.endsWith('.ndjson')) {
      await pipeline(Readable.from(chunks(lines, count, onProgress)), out);
    } else {
      throw new InputError(`${path}: expected a name ending in .ndjson, .ndjson.gz or .arrow`);
    }
    await rename(temporary, path);
  } catch (error) {
    out.destroy();
    await rm(temporary, { force: true });
    throw error;
  }
  return count;
}

interface Count {
  written: number;
  leftOut: number;
}

function* chunks(lines: Iterable<Line>, count: Count, onProgress: (written: number) => void) {
  let text: string[] = [];
  for (const line of lines) {
    text.push('raw' in line ? line.raw : JSON.stringify(line.event));
    if (text.length === LINES_A_CHUNK) {
      count.written += text.length;
      yield `${text.join('\n')}\n`;
      text = [];
      onProgress(count.written);
    }
  }
  count.written += text.length;
  if (text.length > 0) yield `${text.join('\n')}\n`;
}

function* batches(lines: Iterable<Line>, count: Count, onProgress: (written: number) => void) {
  let events: WardEvent[] = [];
  for (const line of lines) {
    const parsed = 'raw' in line ? null : wardEvent.safeParse(line.event);
    if (parsed?.success) events.push(parsed.data);
    else count.leftOut++;
    if (events.length === EVENTS_A_BATCH) {
      count.written += events.length;
      yield toArrow(events);
      events = [];
      onProgress(count.written);
    }
  }
  count.written += events.length;
  yield toArrow(events);
}
