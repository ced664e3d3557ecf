import { createReadStream } from 'node:fs';
import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import type { Rejection } from '../../pipelines/scoring/decode.ts';
import { decodeBatch } from '../../pipelines/scoring/decode-batch.ts';
import { SchemaError } from '../../pipelines/scoring/event-table.ts';
import { InputError } from '../input-error.ts';
import type { Portion } from './portion.ts';

/**
 * Reads an Arrow event file (IPC stream or file format, columns of `schemas/event-batch.ts`) from row
 * `from` on.
 * @throws InputError where the file is cut off or its columns are not those of events
 */
export async function* arrowPortions(
  file: string,
  from: number,
  wards: ReadonlySet<string>,
  portionEvents: number,
): AsyncGenerator<Portion> {
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 });
  const end = new EndOfStream();
  let offset = 0;
  let read = 0;
  let batches: RecordBatch[] = [];
  let rejected: Rejection[] = [];
  const portion = (nextOffset: number): Portion => {
    const whole = { batches, rejected, nextOffset, bytesRead: bytes.bytesRead };
    [batches, rejected, read] = [[], [], 0];
    return whole;
  };
  try {
    const reader = await RecordBatchReader.from(end.watch(bytes));
    for await (const batch of reader) {
      for (const part of parts(batch, Math.max(0, from - offset), portionEvents)) {
        const decoded = decodeBatch(part.batch, offset + part.start, wards);
        batches.push(...decoded.batches);
        rejected.push(...decoded.rejected);
        read += part.batch.numRows;
        if (read >= portionEvents) yield portion(offset + part.start + part.batch.numRows);
      }
      offset += batch.numRows;
    }
    yield portion(Math.max(from, offset));
  } catch (error) {
    if (error instanceof SchemaError) throw new InputError(`${file}: ${error.message}`);
    if (error instanceof InputError) throw error;
    throw new InputError(`${file} cannot be read as Arrow: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    bytes.destroy();
  }
  if (!end.reached) {
    throw new InputError(
      `${file} has no end-of-stream mark: it looks cut off. What was committed is kept; run again with the whole file to go on from there.`,
    );
  }
}

/** A batch in parts of a portion's size, without the first `skip` rows. */
function* parts(batch: RecordBatch, skip: number, size: number) {
  for (let start = skip; start < batch.numRows; start += size) {
    yield { start, batch: batch.slice(start, Math.min(start + size, batch.numRows)) };
  }
}

/**
 * Sees whether a file ends as Arrow files do: the stream format with an end-of-stream mark, the file
 * format with its magic word. The reader takes a missing mark for the end.
 */
class EndOfStream {
  private tail = Buffer.alloc(0);

  get reached(): boolean {
    const mark = this.tail.subarray(-8);
    return mark.equals(Buffer.from([255, 255, 255, 255, 0, 0, 0, 0])) || this.endsWithMagic();
  }

  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.tail = Buffer.concat([this.tail, chunk.subarray(-8)]).subarray(-8);
      yield chunk;
    }
  }

  private endsWithMagic(): boolean {
    return this.tail.subarray(-6).toString('latin1') === 'ARROW1';
  }
}
