import type { RecordBatch } from 'apache-arrow';
import type { Rejection } from '../../pipelines/scoring/decode.ts';

/** A part of an event file, decoded: what one commit stores. */
export interface Portion {
  readonly batches: readonly RecordBatch[];
  readonly rejected: readonly Rejection[];
  /** Log position after it: lines of NDJSON, rows of Arrow. */
  readonly nextOffset: number;
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: number;
}

/** Events a commit takes: large enough to spread its cost, small enough for memory. */
export const PORTION_EVENTS = 245_760;
