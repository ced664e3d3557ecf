import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import { InputError } from '../platform/input-error.ts';
import { arrowChunks } from './arrow-file.ts';
import { CHUNK_EVENTS, type Chunk } from './chunk.ts';
import { ndjsonChunks } from './ndjson-file.ts';

/** An event file as a log: a stable name, a size, and its chunks from a position on. */
export interface EventFile {
  readonly path: string;
  /** Name of the log: the file's name and a fingerprint of its first bytes. */
  readonly topic: string;
  readonly bytes: number;
  chunks(from: number, rules: EventRules, chunkEvents?: number): AsyncGenerator<Chunk>;
}

const FINGERPRINT_BYTES = 4096;

/**
 * Opens an event file: `.ndjson`, `.jsonl`, `.json` or `.gz` as lines, `.arrow`, `.arrows`, `.feather`
 * as Arrow. A file that has grown since keeps its topic, so reading continues where it stopped.
 * @throws InputError if it cannot be opened or has an unknown kind
 */
export async function openEventFile(path: string): Promise<EventFile> {
  const chunks = eventFileFormat(path) === 'arrow' ? arrowChunks : ndjsonChunks;
  try {
    const handle = await open(path);
    try {
      const { size } = await handle.stat();
      const head = Buffer.alloc(Math.min(size, FINGERPRINT_BYTES));
      await handle.read(head, 0, head.length, 0);
      const line = head.indexOf(0x0a);
      const fingerprint = createHash('sha256').update(line === -1 ? head : head.subarray(0, line));
      return {
        path,
        topic: `${basename(path)}#${fingerprint.digest('hex').slice(0, 12)}`,
        bytes: size,
        chunks: (from, rules, chunkEvents = CHUNK_EVENTS) => chunks(path, from, rules, chunkEvents),
      };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new InputError(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Returns the format of an event file by its name.
 * @throws InputError if the name has an unknown ending
 */
export function eventFileFormat(path: string): 'lines' | 'arrow' {
  if (/\.(ndjson|jsonl|json)(\.gz)?$/.test(path)) return 'lines';
  if (/\.(arrow|arrows|feather)$/.test(path)) return 'arrow';
  throw new InputError(
    `${path}: unknown kind of file; expected .ndjson, .ndjson.gz, .jsonl or .arrow`,
  );
}
