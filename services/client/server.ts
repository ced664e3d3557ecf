import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { InputError } from '../platform/input-error.ts';
import { answerOf, problemText, refusalText } from './answer.ts';

export interface ServerOptions {
  /** Address of the server; its paths go below it. */
  readonly to: URL;
  /** Key for the server; without one, the server decides what an anonymous client may do. */
  readonly key?: string | undefined;
  /** Seconds for which a request is retried while the server is away or busy; 0 for a single try. */
  readonly patience: number;
  /** Aborting ends a request or a wait at once, with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Path and query, from `/v1` on. */
  readonly path: string;
  readonly type?: string;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** Time limit of a request in milliseconds: storing may have to wait for the scoring of many earlier events. */
const TIME_LIMIT = 120_000;
const FIRST_WAIT = 200;
/** The longest wait, even if the server requests a longer one. */
const LONGEST_WAIT = 5_000;
const TOO_MANY = 429;

/** Why a call should be retried, and when by the server. */
interface Failure {
  readonly why: string;
  readonly retryAfter: number;
}

/** A client of a running server. It retries calls if that may help, so calls must be safe to repeat. */
export class Server {
  private readonly options: ServerOptions;

  constructor(options: ServerOptions) {
    this.options = options;
  }

  /** Name and port, for messages: an address may hold more than should be shown. */
  get host(): string {
    return this.options.to.host;
  }

  /**
   * Makes a call; resolves with the answer of a successful request.
   * @throws InputError if the server stays away or busy, refuses, or is not one of ours
   */
  async call<T>(call: Call, answer: z.ZodType<T>): Promise<T> {
    const { patience, signal } = this.options;
    const began = performance.now();
    for (let tries = 0; ; tries++) {
      const outcome = await this.attempt(call, answer);
      if ('answer' in outcome) return outcome.answer;
      const left = patience * 1000 - (performance.now() - began);
      if (left <= 0) throw this.gaveUp(outcome);
      await sleep(Math.min(left, waitAfter(outcome, tries)), undefined, { signal });
    }
  }

  private async attempt<T>(
    { method, path, type, body }: Call,
    answer: z.ZodType<T>,
  ): Promise<{ readonly answer: T } | Failure> {
    const { to, key, signal } = this.options;
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(TIME_LIMIT);
    const url = new URL(`${to.pathname.replace(/\/+$/, '')}${path}`, to);
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        ...(body === undefined ? {} : { body }),
        headers: {
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
      });
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      return { why: `no answer (${causeOf(error)})`, retryAfter: Number.NaN };
    }
    if (response.ok) return { answer: answerOf(answer, text, this.host) };
    if (response.status !== TOO_MANY && response.status < 500) {
      throw new InputError(refusalText(to, response.status, text, key !== undefined));
    }
    const why = problemText(response.status, text);
    return { why, retryAfter: Number(response.headers.get('retry-after') ?? Number.NaN) };
  }

  private gaveUp({ why }: Failure): InputError {
    const { patience } = this.options;
    const tried = patience > 0 ? `, tried for ${patience} s` : '';
    return new InputError(
      `${this.host}: ${why}${tried}. See that the server runs and that --to is its address, then start the same command again: what was taken before does not count twice.`,
    );
  }
}

function waitAfter({ retryAfter }: Failure, tries: number): number {
  const requested = retryAfter * 1000;
  const wait =
    requested >= 0 ? Math.max(FIRST_WAIT, requested) : FIRST_WAIT * 2 ** Math.min(tries, 10);
  return Math.min(LONGEST_WAIT, wait);
}

/** `fetch` wraps the reason, which may be only a code. */
function causeOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return `not within ${TIME_LIMIT / 1000} s`;
  const { code, message } = (cause ?? error) as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : message;
}
