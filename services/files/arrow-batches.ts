import { open } from 'node:fs/promises';
import { RecordBatchReader } from 'apache-arrow';
import { asEventRows, type EventRows, SchemaError } from '../../pipelines/events/event-table.ts';
import { InputError } from '../platform/input-error.ts';
import { ArrowSource, CutOff } from './arrow-messages.ts';

/**
 * Reads an Arrow event file (IPC stream or file format) batch by batch, with the columns of
 * `schemas/event-batch.ts`.
 * @throws InputError if the file is truncated or damaged, or its columns are not those of events
 */
export async function* arrowBatches(
  file: string,
): AsyncGenerator<{ readonly rows: EventRows; readonly bytesRead: number }> {
  try {
    const handle = await open(file);
    try {
      const source = new ArrowSource(handle, (await handle.stat()).size);
      for await (const batch of await readerOf(await source.checked())) {
        yield { rows: asEventRows(batch), bytesRead: source.bytesRead };
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new InputError(faultOf(file, error as Error), { cause: error });
  }
}

function readerOf(source: Uint8Array | AsyncIterable<Uint8Array>) {
  return source instanceof Uint8Array
    ? RecordBatchReader.from(source)
    : RecordBatchReader.from(source);
}

function faultOf(file: string, error: Error): string {
  if (error instanceof SchemaError) return `${file}: ${error.message}`;
  if (error instanceof CutOff) {
    return `${file} has no end-of-stream mark: it looks cut off. What was committed is kept; run again with the whole file to go on from there.`;
  }
  return `${file} cannot be read as Arrow: ${error.message}`;
}
