import type { Socket } from 'node:net';
import { type Frame, FrameDecoder } from './frames.ts';

/** Messages of one connection that may be under way. */
const MOST_UNDER_WAY = 1_000;
/** Bytes of messages of one connection that may be under way. */
const MOST_BYTES = 8_000_000;
/** Time for a sender to close its side after the last answer. */
const LINGER_MS = 5_000;

/** How a connection is served. */
export interface ConnectionRules {
  /** Bytes of the largest message. */
  readonly limit: number;
  /** A message that has begun and not ended after this time closes the connection. */
  readonly frameTimeoutMs: number;
  /** Takes a message, and resolves with the bytes to answer. Never rejects. */
  readonly answer: (frame: Frame) => Promise<Buffer>;
}

/**
 * A connection of a sender: reads messages, and answers in the order they came. Several may be under way. Reads
 * no more while too many are under way, or while the sender does not take its answers.
 */
export class Connection {
  private readonly socket: Socket;
  private readonly rules: ConnectionRules;
  private readonly decoder: FrameDecoder;
  private answers: Promise<void> = Promise.resolve();
  private underWay = 0;
  private bytes = 0;
  private ends = false;
  private timer: NodeJS.Timeout | undefined;
  private timed = 0;

  constructor(socket: Socket, rules: ConnectionRules) {
    this.socket = socket;
    this.rules = rules;
    this.decoder = new FrameDecoder(rules.limit);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    // a sender that closes its side may still wait for answers
    socket.on('end', () => this.finish());
    socket.on('close', () => clearTimeout(this.timer));
    socket.on('error', () => socket.destroy());
  }

  /** Bytes that were outside of messages. */
  get noise(): number {
    return this.decoder.noise;
  }

  /** Reads nothing more, answers what was taken, and closes. Resolves when that is done. */
  async finish(): Promise<void> {
    this.ends = true;
    clearTimeout(this.timer);
    await this.answers;
    if (this.socket.destroyed) return;
    this.socket.end();
    this.timer = setTimeout(() => this.socket.destroy(), LINGER_MS);
  }

  private read(chunk: Buffer): void {
    if (this.ends) return;
    for (const frame of this.decoder.push(chunk)) this.take(frame);
    this.watch();
  }

  private take(frame: Frame): void {
    const size = frame.bytes.length;
    this.underWay++;
    this.bytes += size;
    if (this.isFull()) this.socket.pause();
    const answered = this.rules.answer(frame);
    this.answers = this.answers
      .then(async () => this.write(await answered))
      .then(() => this.done(size));
    if (frame.kind === 'too-large') void this.finish();
  }

  private done(size: number): void {
    this.underWay--;
    this.bytes -= size;
    if (!this.socket.isPaused() || this.isFull()) return;
    this.socket.resume();
    this.watch();
  }

  private isFull(): boolean {
    return this.underWay >= MOST_UNDER_WAY || this.bytes >= MOST_BYTES;
  }

  /** Resolves when the sender takes more, or is gone. */
  private async write(bytes: Buffer): Promise<void> {
    if (bytes.length === 0 || this.socket.destroyed || this.socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const settled = () => {
        this.socket.off('drain', settled);
        this.socket.off('close', settled);
        resolve();
      };
      this.socket.on('drain', settled);
      this.socket.on('close', settled);
    });
  }

  /** Closes a connection whose message does not end, unless it is we who do not read. */
  private watch(): void {
    const isOpen = this.decoder.isOpen && !this.socket.isPaused() && !this.ends;
    if (isOpen && this.timer !== undefined && this.timed === this.decoder.begun) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!isOpen) return;
    this.timed = this.decoder.begun;
    this.timer = setTimeout(() => this.expire(), this.rules.frameTimeoutMs);
  }

  private expire(): void {
    this.ends = true;
    const bytes = this.decoder.abandon();
    this.answers = Promise.all([
      this.answers,
      this.rules.answer({ kind: 'unfinished', bytes }),
    ]).then(() => undefined);
    void this.answers.then(() => this.socket.destroy());
  }
}
