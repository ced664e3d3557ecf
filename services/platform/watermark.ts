/** A position that only goes forward, and that callers can wait for. */
export class Watermark {
  private at: number;
  private waiting: { readonly position: number; readonly resolve: () => void }[] = [];

  constructor(at = 0) {
    this.at = at;
  }

  get position(): number {
    return this.at;
  }

  advance(position: number): void {
    this.at = Math.max(this.at, position);
    const there = this.waiting.filter((each) => each.position <= this.at);
    this.waiting = this.waiting.filter((each) => each.position > this.at);
    for (const { resolve } of there) resolve();
  }

  /** Resolves when it has reached a position. */
  reached(position: number): Promise<void> {
    if (position <= this.at) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ position, resolve }));
  }
}
