import type { RecordBatch } from 'apache-arrow';
import { judge, type Rejection } from './decode.ts';
import type { EventRules } from './event-rules.ts';
import { PlainLineReader } from './plain-lines.ts';
import { EventColumns } from './to-arrow.ts';

/** Decodes lines of NDJSON to an event batch, as `decode` and `toArrow` would: plain ones without a detour. */
export class LineDecoder {
  readonly into: EventColumns;
  private readonly rules: EventRules;
  private readonly plain: PlainLineReader;

  /** @param capacity the most events of the batch */
  constructor(rules: EventRules, capacity: number) {
    this.rules = rules;
    this.into = new EventColumns(capacity);
    this.plain = new PlainLineReader(this.into, rules);
  }

  get isFull(): boolean {
    return this.into.isFull;
  }

  /** Decodes the line in a range of bytes. Returns why it is rejected, with a view of its bytes; `null` if it is not. */
  take(offset: number, bytes: Uint8Array, from: number, to: number): Rejection | null {
    if (this.plain.read(bytes, from, to)) return null;
    const judged = judge({ offset, bytes: bytes.subarray(from, to) }, this.rules);
    if (!('event' in judged)) return judged;
    this.into.add(judged.event);
    return null;
  }

  /** The events of the lines so far, in order. */
  finish(): RecordBatch {
    return this.into.finish();
  }
}

/** Bytes of lines of a batch. */
const BATCH_BYTES = 32 * 1024 * 1024;

/** Decodes any number of lines to event batches of limited size. */
export class LineBatches {
  private readonly rules: EventRules;
  private readonly capacity: number;
  private batches: RecordBatch[] = [];
  private decoder: LineDecoder | null = null;
  private bytes = 0;

  /** @param capacity the most events of a batch */
  constructor(rules: EventRules, capacity: number) {
    this.rules = rules;
    this.capacity = capacity;
  }

  /**
   * As `LineDecoder.take`.
   * @param wanted receives the columns whose last row is that of the line; if false, the row is left out
   */
  take(
    offset: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    wanted?: (columns: EventColumns) => boolean,
  ): Rejection | null {
    const decoder = this.current();
    this.bytes += to - from;
    const rejection = decoder.take(offset, bytes, from, to);
    if (rejection === null && wanted?.(decoder.into) === false) decoder.into.dropLast();
    return rejection;
  }

  /** Ends the batches; the next line begins others. */
  finish(): RecordBatch[] {
    this.endBatch();
    const { batches } = this;
    this.batches = [];
    return batches;
  }

  private current(): LineDecoder {
    if (this.decoder !== null && (this.decoder.isFull || this.bytes >= BATCH_BYTES)) {
      this.endBatch();
    }
    this.decoder ??= new LineDecoder(this.rules, this.capacity);
    return this.decoder;
  }

  private endBatch(): void {
    if (this.decoder !== null && this.decoder.into.rows > 0) {
      this.batches.push(this.decoder.finish());
    }
    this.decoder = null;
    this.bytes = 0;
  }
}
