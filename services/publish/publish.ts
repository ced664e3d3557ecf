import { addResults, NOTHING_SENT, type SendResult } from '../client/send-events.ts';
import { openEventFile } from '../files/event-file.ts';
import { readAhead } from '../files/read-ahead.ts';
import { wireLines } from '../files/wire-lines.ts';
import { paced, realClock } from './paced.ts';

export interface PublishOptions {
  readonly files: readonly string[];
  /** Sends lines in order; resolves when they are durably stored. */
  readonly send: (lines: readonly Uint8Array[]) => Promise<SendResult>;
  /** Most lines of a request. */
  readonly batch: number;
  /** Speed as a multiple of real time by `recordedAt`; without it, as fast as the server accepts lines. */
  readonly speed?: number | undefined;
  /** Called after every request. */
  readonly onProgress?: ((progress: PublishProgress) => void) | undefined;
  /** Aborting stops immediately. */
  readonly signal?: AbortSignal | undefined;
}

export interface PublishProgress {
  readonly result: SendResult;
  readonly bytes: number;
  readonly bytesTotal: number;
}

/**
 * Sends event files, one request after the other, so that events arrive in the order of
 * the files. Events a server has already count as duplicates: publishing again does no harm.
 * @throws InputError if a file cannot be read or the server stays away
 */
export async function publish(options: PublishOptions): Promise<SendResult> {
  const { send, batch, speed, signal, onProgress = () => {} } = options;
  const files = await Promise.all(options.files.map(openEventFile));
  const bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0);
  let result = NOTHING_SENT;
  let bytesBefore = 0;
  for (const file of files) {
    const groups = readAhead(wireLines(file, batch));
    const due = speed === undefined ? groups : paced(groups, speed, realClock(signal));
    for await (const { lines, bytesRead } of due) {
      result = addResults(result, await send(lines));
      onProgress({ result, bytes: bytesBefore + bytesRead, bytesTotal });
    }
    bytesBefore += file.bytes;
  }
  return result;
}
