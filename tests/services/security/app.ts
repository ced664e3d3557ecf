import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fastifySSE } from '@fastify/sse';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { HttpProblem, sendProblem } from '../../../services/http/problem.ts';
import { createLog } from '../../../services/platform/log.ts';
import { Access, type AccessOptions } from '../../../services/security/auth/access.ts';
import { guard } from '../../../services/security/auth/guard.ts';

export const WARDS = ['A', 'B', 'C'];
export const START = Date.parse('2026-01-05T12:00:00Z');

/** A guarded application with a clock of its own; its routes are some of the real ones' addresses. */
export class GuardedApp {
  readonly folder: string;
  app!: FastifyInstance;
  access!: Access;
  now = START;
  /** Requests that a handler took which changes something. */
  changed = 0;
  /** The lines of the log. */
  logged = '';

  constructor(folder = mkdtempSync(join(tmpdir(), 'vi-access-'))) {
    this.folder = folder;
  }

  async open(options: Partial<AccessOptions> = {}): Promise<this> {
    this.access = await Access.open({
      data: this.folder,
      site: { wards: WARDS.map((wardId) => ({ wardId })) } as AccessOptions['site'],
      log: createLog('silent'),
      now: () => this.now,
      ...options,
    });
    this.app = Fastify();
    this.app.setValidatorCompiler(validatorCompiler);
    this.app.setSerializerCompiler(serializerCompiler);
    this.app.setErrorHandler((error, _, reply) =>
      sendProblem(
        reply,
        error instanceof HttpProblem ? error : new HttpProblem('internal', { cause: error }),
      ),
    );
    await guard(this.app, this.access);
    await this.app.register(fastifySSE);
    this.routes();
    await this.app.ready();
    return this;
  }

  private routes(): void {
    const { app } = this;
    app.get('/v1/wards', async (request) => {
      request.audit.rows = request.access.wards.length;
      return { wards: request.access.wards };
    });
    app.get('/v1/wards/:wardId/intensity', async () => ({ buckets: [] }));
    app.get('/v1/wards/:wardId/encounters', async () => ({ encounters: [] }));
    app.get('/v1/encounters/:encounterId/intensity', async () => ({}));
    app.get('/v1/snapshots', async () => []);
    app.get('/v1/export/:dataset', async (request, reply) => {
      const rows = async function* () {
        yield 'one\n';
        request.audit.rows = 1;
      };
      return reply.type('text/csv').send(Readable.from(rows()));
    });
    app.get('/v1/stream', { sse: 'only' }, async (request, reply) => {
      const gone = new Promise<null>((resolve) =>
        request.raw.socket.once('close', () => resolve(null)),
      );
      await reply.sse.send({ event: 'tick', data: {} });
      await gone;
    });
    app.post('/v1/events', async () => ({ accepted: this.changed++ }));
    app.post('/v1/dead-letters/retry', async () => ({ retried: this.changed++ }));
    app.get('/health/live', async () => ({}));
  }

  /** The key of the machine. */
  get localKey(): string {
    return readFileSync(join(this.folder, 'local-key'), 'utf8').trim();
  }

  /** Asks with a key or token, and maybe more headers. */
  get(url: string, key: string | null = null, headers: Record<string, string> = {}) {
    const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
    return this.app.inject({ url, headers: { ...authorization, ...headers } });
  }

  async status(url: string, key: string | null = null, headers = {}): Promise<number> {
    return (await this.get(url, key, headers)).statusCode;
  }

  /** The lines of the audit, of all months. */
  lines(...months: string[]): Record<string, unknown>[] {
    return months
      .flatMap((month) => readFileSync(this.auditFile(month), 'utf8').trimEnd().split('\n'))
      .map((line) => JSON.parse(line));
  }

  auditFile(month = '2026-01'): string {
    return join(this.folder, 'audit', `${month}.ndjson`);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.access.close();
  }

  async end(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The value of the cookie an answer sets, with its name. */
export function cookieOf({ headers }: { headers: Record<string, unknown> }): string {
  return String(headers['set-cookie'] ?? '').split(';')[0]!;
}
