import { createReadStream } from 'node:fs';
import { RecordBatchReader } from 'apache-arrow';
import { asEventRows, type EventRows, SchemaError } from '../../pipelines/scoring/event-table.ts';
import { InputError } from '../input-error.ts';

/**
 * Reads an Arrow event file (IPC stream or file format) batch by batch, with the columns of
 * `schemas/event-batch.ts`.
 * @throws InputError where the file is cut off or its columns are not those of events
 */
export async function* arrowBatches(
  file: string,
): AsyncGenerator<{ readonly rows: EventRows; readonly bytesRead: number }> {
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 });
  const end = new EndOfStream();
  try {
    const reader = await RecordBatchReader.from(end.watch(bytes));
    for await (const batch of reader) {
      yield { rows: asEventRows(batch), bytesRead: bytes.bytesRead };
    }
  } catch (error) {
    if (error instanceof SchemaError) throw new InputError(`${file}: ${error.message}`);
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
