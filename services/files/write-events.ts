import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { writeArrowStream } from '../../pipelines/warehouse/copy.ts';
import { type WardEvent, type WireEvent, wardEvent } from '../../schemas/ward-event.ts';
import { writeAtomically } from '../platform/durable-files.ts';
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
  const write = writerOf(path, lines, count, onProgress);
  await writeAtomically(path, write, `${path}.tmp`);
  return count;
}

/** @throws InputError if the name has an unknown ending */
function writerOf(...[path, ...source]: [string, ...Parameters<typeof chunks>]) {
  if (path.endsWith('.arrow')) {
    return (temporary: string) => writeArrowStream(batches(...source), temporary);
  }
  const isPacked = path.endsWith('.ndjson.gz');
  if (!isPacked && !path.endsWith('.ndjson')) {
    throw new InputError(`${path}: expected a name ending in .ndjson, .ndjson.gz or .arrow`);
  }
  return (temporary: string) => {
    const text = Readable.from(chunks(...source));
    const file = createWriteStream(temporary);
    return isPacked ? pipeline(text, createGzip({ level: 9 }), file) : pipeline(text, file);
  };
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
