const PLAIN_INTERVAL_MS = 5000;
const TERMINAL_INTERVAL_MS = 200;

/** Shows the progress of long work: one changing line on a terminal, else a line every five seconds. */
export class Progress {
  private readonly out: NodeJS.WriteStream;
  private readonly isQuiet: boolean;
  private readonly interval: number;
  private readonly started = performance.now();
  private last = performance.now();
  private shown = false;

  /** @param isQuiet whether to show nothing */
  constructor(out: NodeJS.WriteStream, isQuiet = false) {
    this.out = out;
    this.isQuiet = isQuiet;
    this.interval = out.isTTY ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS;
  }

  /** Reports a state, which is shown at the next interval. */
  report(message: () => string): void {
    const now = performance.now();
    if (this.isQuiet || now - this.last < this.interval) return;
    this.last = now;
    this.shown = true;
    if (this.out.isTTY) this.out.write(`\r\x1b[K${message()}`);
    else this.out.write(`${message()}\n`);
  }

  /** Clears the changing line. */
  end(): void {
    if (this.shown && this.out.isTTY) this.out.write('\r\x1b[K');
  }

  /** Seconds since the work began. */
  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }
}
