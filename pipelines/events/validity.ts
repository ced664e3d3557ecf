/** Which rows of a column have a value, one bit a row. */
export class Validity {
  private readonly bits: Uint8Array;
  private count = 0;

  constructor(capacity: number) {
    this.bits = new Uint8Array((capacity + 7) >> 3);
  }

  /** Marks a row that was not marked before. */
  set(row: number): void {
    this.bits[row >> 3]! |= 1 << (row & 7);
    this.count++;
  }

  clear(row: number): void {
    const bit = 1 << (row & 7);
    if ((this.bits[row >> 3]! & bit) === 0) return;
    this.bits[row >> 3]! &= ~bit;
    this.count--;
  }

  /** The nulls among the first rows, as Arrow has them. */
  nulls(rows: number) {
    const nullCount = rows - this.count;
    return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: this.bits };
  }
}
