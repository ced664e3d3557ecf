/** A seeded source of test values (xorshift32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0 || 1;
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return Math.floor(((this.state >>> 0) / 2 ** 32) * limit);
  }

  /** An integer in [low, high]. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Text of up to `characters`, some of more than one byte. */
  text(characters: number): string {
    return Array.from({ length: this.below(characters + 1) }, () => this.character()).join('');
  }

  /** `count` values, each null with probability `nulls`. */
  column<T>(count: number, nulls: number, value: () => T): (T | null)[] {
    return Array.from({ length: count }, () => (this.below(1000) < nulls * 1000 ? null : value()));
  }

  private character(): string {
    return CHARACTERS[this.below(CHARACTERS.length)]!;
  }
}

const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789', 'å', 'ß', '✓', '😀', '\u0000'];
