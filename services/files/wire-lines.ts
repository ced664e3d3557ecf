import { wireLine } from '../../pipelines/events/encode.ts';
import { InputError } from '../platform/input-error.ts';
import { arrowBatches } from './arrow-batches.ts';
import { type EventFile, eventFileFormat } from './event-file.ts';
import { ndjsonStream } from './ndjson-stream.ts';
import { lines } from './split-lines.ts';

/** Lines of an event file in order, in wire format without the newline. */
export interface WireLines {
  readonly lines: readonly Uint8Array[];
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: number;
}

/**
 * Reads an event file in groups of at most `size` lines. Lines of NDJSON come as they are, whatever
 * they hold; rows of Arrow as the JSON they stand for.
 * @throws InputError if the file is truncated or cannot be read, after everything before was yielded
 */
export function wireLines(file: EventFile, size: number): AsyncGenerator<WireLines> {
  return eventFileFormat(file.path) === 'arrow'
    ? ofRows(file.path, size)
    : ofLines(file.path, size);
}

async function* ofLines(path: string, size: number): AsyncGenerator<WireLines> {
  const { bytes, stream } = ndjsonStream(path);
  try {
    for await (const { records } of lines(stream, 0, size)) {
      if (records.length === 0) continue;
      yield { lines: records.map((record) => record.bytes), bytesRead: bytes.bytesRead };
    }
  } catch (error) {
    throw new InputError(
      `${path} cannot be read to its end (${(error as Error).message}). What came before is sent; send the whole file again to go on: what was taken does not count twice.`,
      { cause: error },
    );
  } finally {
    bytes.destroy();
  }
}

async function* ofRows(path: string, size: number): AsyncGenerator<WireLines> {
  for await (const { rows, bytesRead } of arrowBatches(path)) {
    const { numRows } = rows.batch;
    for (let start = 0; start < numRows; start += size) {
      const count = Math.min(size, numRows - start);
      const lines = Array.from({ length: count }, (_, index) => wireLine(rows, start + index));
      yield { lines, bytesRead };
    }
  }
}
