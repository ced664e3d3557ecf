/** How far something has come that only goes forward, for those who wait until it is there. */
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

  /** Resolves when it is at a position or past it. */
  reached(position: number): Promise<void> {
    if (position <= this.at) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ position, resolve }));
  }
}
