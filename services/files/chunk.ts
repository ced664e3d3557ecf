import type { RecordBatch } from 'apache-arrow';
import type { Rejection } from '../../pipelines/events/decode.ts';

/** A decoded part of an event file, which one commit stores. */
export interface Chunk {
  readonly batches: readonly RecordBatch[];
  readonly rejected: readonly Rejection[];
  /** Log position after it: lines of NDJSON, rows of Arrow. */
  readonly nextOffset: number;
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: number;
}

/**
 * Events of a commit by default: two of DuckDB's row groups. DuckDB writes whole row groups
 * straight to the file, and smaller commits twice, by way of the write-ahead log.
 */
export const CHUNK_EVENTS = 245_760;
/** Events of a batch; those of Kafka are objects until they become its columns. */
export const DECODED_EVENTS = 32_768;
/** Bytes of rejected records that a commit takes, about: one file may hold nothing else. */
export const REJECTED_BYTES = 32 * 1024 * 1024;
