import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { message, segment } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('listener-process.ts', import.meta.url));

/** Starts a listener with its journal in a folder. */
export async function startListener(
  folder: string,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, port: Number(line) };
}

/** The n-th message of a stream: each visit is admitted, moved and discharged. */
export function nthMessage(n: number): string {
  const minute = (at: number) => String(at).padStart(2, '0');
  const trigger = ['A01', 'A02', 'A03'][n % 3]!;
  return message(
    `ADT^${trigger}`,
    segment('EVN', { 2: `2026030208${minute(n % 60)}`, 6: `2026030207${minute(n % 60)}` }),
    segment('PID', { 3: `P${Math.floor(n / 3)}`, 5: 'Ek^Tolvan', 7: '19500101' }),
    segment('PV1', { 2: 'I', 3: `${'AB'[n % 2]}^1^${n % 20}`, 19: `V${Math.floor(n / 3)}` }),
  ).replace('|7|P', `|N${n}|P`);
}

/** Sends messages over one connection, several under way, and collects answers by number. */
export class Sender {
  readonly answers = new Map<string, string>();
  private readonly socket: Socket;
  private rest = '';
  private readonly awaited = new Map<string, (code: string) => void>();
  private isClosed = false;
  private wake = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => this.read(String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.wake();
    });
  }

  static async to(port: number): Promise<Sender> {
    const socket = connect(port, '127.0.0.1');
    const sender = new Sender(socket);
    await once(socket, 'connect');
    return sender;
  }

  /** Resolves when all are answered, or the connection is closed. */
  async send(numbers: readonly number[], window = 1_000): Promise<void> {
    let sent = 0;
    const before = this.answers.size;
    while (!this.isClosed && this.answers.size - before < numbers.length) {
      while (sent < numbers.length && sent - (this.answers.size - before) < window) {
        this.socket.write(`\x0b${nthMessage(numbers[sent++]!)}\x1c\r`);
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Sends one message, and resolves with the code of its answer. */
  answerTo(number: number): Promise<string> {
    return new Promise((resolve) => {
      this.awaited.set(`N${number}`, resolve);
      this.socket.write(`\x0b${nthMessage(number)}\x1c\r`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(text: string): void {
    const parts = (this.rest + text).split('\x1c');
    this.rest = parts.pop()!;
    for (const part of parts) {
      const [, code, number] = /MSA\|(..)\|(\w+)/.exec(part)!;
      this.answers.set(number!, code!);
      this.awaited.get(number!)?.(code!);
      this.awaited.delete(number!);
    }
    this.wake();
  }
}
