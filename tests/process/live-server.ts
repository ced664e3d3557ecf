import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLI } from '../support/cli.ts';
import { PATIENCE } from '../support/patience.ts';

/** What `POST /v1/events` says. */
export interface Outcome {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly results: {
    readonly index: number;
    readonly status: string;
    readonly reason?: string;
  }[];
}

const running = new Set<LiveServer>();

/** Kills whatever a test left running. */
export async function killServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.kill()));
}

/** A real process of a service: `serve`, or one of those on Kafka. */
export class LiveServer {
  readonly process: ChildProcess;
  /** Resolves with the exit code, `null` where it was killed. */
  readonly ended: Promise<number | null>;
  stderr = '';
  origin = '';
  /** File of the key that lets this machine do everything. */
  readonly keyFile: string;

  /** @param args the command and its options */
  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.keyFile = join(args[args.indexOf('--data') + 1]!, 'local-key');
    this.process = spawn(CLI[0], [...CLI.slice(1), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      // tests ask without a pause
      env: {
        // as the image has it
        UV_THREADPOOL_SIZE: '16',
        ...process.env,
        VARDINTENSITET_RATE_LIMIT: '0',
        VARDINTENSITET_FAILED_SIGN_INS: '0',
        // no answer depends on how fast the machine is
        VARDINTENSITET_PATIENCE: '100',
        ...environment,
      },
    });
    running.add(this);
    this.process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code) => {
        running.delete(this);
        resolve(code);
      });
    });
  }

  /** Starts a server on a site and a data folder, and waits until it has caught up. */
  static async start(site: string, data: string, ...more: string[]): Promise<LiveServer> {
    const server = new LiveServer([...serveArguments(site, data), ...more]);
    await server.open();
    return server;
  }

  async open(): Promise<void> {
    await until('the server listens', () => this.link ?? this.hasEnded);
    if (this.link === undefined) throw new Error(`the server ended: ${this.stderr}`);
    this.origin = new URL(this.link).origin;
    if (this.process.spawnargs.includes('serve')) {
      await until('it has caught up', () => this.hasCaughtUp());
    }
  }

  /** Whether what was there at the start is scored and served; an end counts, too. */
  async hasCaughtUp(): Promise<boolean> {
    if (this.hasEnded) return true;
    const { reasons = [] } = await this.request('/health/ready').then(
      (response) => response.json() as Promise<{ reasons?: string[] }>,
      () => ({ reasons: ['starting'] }),
    );
    return !reasons.some((reason) => reason === 'starting' || reason === 'rescoring');
  }

  /** Where a browser starts, once it is printed. */
  get link(): string | undefined {
    return /^Öppna\/open (\S+)$/m.exec(this.stderr)?.[1];
  }

  /** The header that shows the key of this machine. */
  get authorization(): { readonly authorization: string } {
    return { authorization: `Bearer ${readFileSync(this.keyFile, 'utf8').trim()}` };
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** SIGKILL, also to what it started. */
  async kill(): Promise<void> {
    if (!this.hasEnded) process.kill(-this.process.pid!, 'SIGKILL');
    await this.ended;
  }

  /** SIGTERM. Gives the exit code and the milliseconds it took. */
  async stop(deadline = PATIENCE): Promise<{ code: number | null; milliseconds: number }> {
    const began = performance.now();
    this.process.kill('SIGTERM');
    const code = await Promise.race([this.ended, sleep(deadline, 'late', { ref: false })]);
    if (code === 'late')
      throw new Error(
        `no end within ${deadline} ms: ${this.process.spawnargs.join(' ')}: ${this.stderr.slice(-1500)}`,
      );
    return { code: code as number | null, milliseconds: performance.now() - began };
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    // tests that wait for a child process do not see a kept connection being closed meanwhile
    const headers = { connection: 'close', ...this.authorization, ...init.headers };
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(this.origin + path, { signal, ...init, headers });
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.request(path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  /** Posts text as NDJSON or JSON. */
  send(body: string, type: 'application/x-ndjson' | 'application/json'): Promise<Response> {
    const headers = { 'content-type': type };
    return this.request('/v1/events', { method: 'POST', headers, body });
  }

  /** Posts events as JSON; anything but 200 throws. */
  async post(events: readonly unknown[]): Promise<Outcome> {
    const response = await this.send(JSON.stringify(events), 'application/json');
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Outcome;
  }

  /** A number of `/metrics`, by name and labels as they stand there. */
  async metric(name: string): Promise<number> {
    const text = await (await this.request('/metrics')).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    if (line === undefined) throw new Error(`no metric ${name}`);
    return Number(line.slice(name.length));
  }
}

export function serveArguments(site: string, data: string): string[] {
  return [
    'serve',
    '--site',
    site,
    '--data',
    data,
    '--port',
    '0',
    ...['--no-clock', '--allow-old'],
    '--log-level',
    'silent',
  ];
}

/** Milliseconds between two looks, and how much longer than a look the pause after it is. */
const LEAST_PAUSE = 25;
const LONGEST_PAUSE = 250;
const PAUSE_BY_LOOK = 3;

/**
 * Waits until `look` gives something that is not false; throws after `deadline` milliseconds. Pauses for longer after
 * a look that took long: what is waited for needs the processor, too.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  deadline = PATIENCE,
): Promise<Exclude<T, false | undefined | null>> {
  const end = performance.now() + deadline;
  for (;;) {
    const began = performance.now();
    const found = await look();
    if (found !== false && found !== undefined && found !== null) {
      return found as Exclude<T, false | undefined | null>;
    }
    const now = performance.now();
    if (now > end) throw new Error(`not within ${deadline} ms: ${what}`);
    const pause = PAUSE_BY_LOOK * (now - began);
    await sleep(Math.min(Math.max(pause, LEAST_PAUSE), LONGEST_PAUSE));
  }
}
