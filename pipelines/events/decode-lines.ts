import type { RecordBatch } from 'apache-arrow';
import { judge, type Rejection } from './decode.ts';
import type { EventRules } from './event-rules.ts';
import { PlainLineReader } from './plain-lines.ts';
import { EventColumns } from './to-arrow.ts';

/** Decodes lines of NDJSON to an event batch, as `decode` and `toArrow` would: plain ones without a detour. */
export class LineDecoder {
  private readonly rules: EventRules;
  private readonly columns: EventColumns;
  private readonly plain: PlainLineReader;

  /** @param capacity the most events of the batch */
  constructor(rules: EventRules, capacity: number) {
    this.rules = rules;
    this.columns = new EventColumns(capacity);
    this.plain = new PlainLineReader(this.columns, rules);
  }

  get isFull(): boolean {
    return this.columns.isFull;
  }

  /** Decodes the line in a range of bytes. Returns why it is rejected, with a view of its bytes; `null` if it is not. */
  take(offset: number, bytes: Uint8Array, from: number, to: number): Rejection | null {
    if (this.plain.read(bytes, from, to)) return null;
    const judged = judge({ offset, bytes: bytes.subarray(from, to) }, this.rules);
    if (!('event' in judged)) return judged;
    this.columns.add(judged.event);
    return null;
  }

  /** The events of the lines so far, in order. */
  finish(): RecordBatch {
    return this.columns.finish();
  }
}
