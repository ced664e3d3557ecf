/** Tables within tables: Arrow's own are some ten deep. */
const DEEPEST = 64;

/**
 * A table of a flatbuffer whose bytes may say anything. Everything read lies within the bytes, and all vectors
 * and texts together are no longer than the bytes are: no count makes a reader allocate or go on for ever.
 *
 * Layout: https://flatbuffers.dev/internals/
 */
export class Table {
  private readonly view: DataView;
  private readonly at: number;
  private readonly depth: number;
  private readonly unread: { bytes: number };

  private constructor(view: DataView, at: number, depth: number, unread: { bytes: number }) {
    if (depth > DEEPEST) throw new Error(`tables lie more than ${DEEPEST} deep`);
    this.view = view;
    this.at = at;
    this.depth = depth;
    this.unread = unread;
  }

  /** @throws RangeError, as every method does, if it points to outside of `bytes` */
  static root({ buffer, byteOffset, byteLength }: Uint8Array): Table {
    const view = new DataView(buffer, byteOffset, byteLength);
    return new Table(view, view.getInt32(0, true), 0, { bytes: byteLength });
  }

  /** An unsigned byte, 0 if the field is absent. */
  byte(field: number): number {
    const at = this.place(field);
    return at === null ? 0 : this.view.getUint8(at);
  }

  /** A 64-bit integer, 0 if the field is absent. */
  long(field: number): bigint {
    const at = this.place(field);
    return at === null ? 0n : this.view.getBigInt64(at, true);
  }

  table(field: number): Table | null {
    const at = this.place(field);
    return at === null ? null : this.within(at);
  }

  tables(field: number): Table[] {
    const { start, count } = this.vector(field, 4);
    return Array.from({ length: count }, (_, index) => this.within(start + index * 4));
  }

  /** Structs of so many bytes. */
  structs(field: number, size: number): DataView[] {
    const { start, count } = this.vector(field, size);
    const { buffer, byteOffset } = this.view;
    return Array.from(
      { length: count },
      (_, index) => new DataView(buffer, byteOffset + start + index * size, size),
    );
  }

  /** Sees that a vector of elements of so many bytes, or a text, is there whole. */
  vector(field: number, size = 1): { start: number; count: number } {
    const at = this.place(field);
    if (at === null) return { start: 0, count: 0 };
    const start = at + this.view.getInt32(at, true) + 4;
    const count = this.view.getInt32(start - 4, true);
    this.unread.bytes -= 4 + count * size;
    if (count < 0 || start + count * size > this.view.byteLength || this.unread.bytes < 0) {
      throw new Error(`a vector of ${count} does not fit into ${this.view.byteLength} bytes`);
    }
    return { start, count };
  }

  private within(at: number): Table {
    const place = at + this.view.getInt32(at, true);
    return new Table(this.view, place, this.depth + 1, this.unread);
  }

  /** Where a field is, by the table's list of places; `null` if the table has none. */
  private place(field: number): number | null {
    const list = this.at - this.view.getInt32(this.at, true);
    const entry = 4 + 2 * field;
    if (entry >= this.view.getInt16(list, true)) return null;
    const offset = this.view.getInt16(list + entry, true);
    return offset === 0 ? null : this.at + offset;
  }
}
