import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import { site as siteSchema } from '../../../schemas/site.ts';
import type { Access } from '../../../services/security/auth/access.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { type ServeProcess, TestServer } from '../../support/test-server.ts';

const ward = { type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: ['A', 'B'].map((wardId) => ({ wardId, name: wardId, ...ward })),
});

/** Two wards in one process, with a clock of its own, to which keys are shown. */
export class JudgingHouse {
  readonly site = site;
  readonly folder = mkdtempSync(join(tmpdir(), 'vi-judging-'));
  now = Date.parse('2026-01-05T12:30:00Z');
  server!: TestServer;
  /** The lines of the log. */
  logged = '';
  private readonly keys: Record<string, string> = {};

  /** @param callers the grants of each, with spaces between them */
  async allow(...callers: string[]): Promise<void> {
    for (const name of callers) {
      const grants = name.split(' ');
      this.keys[name] = await addKey(this.at('access.json'), { name, grants, expiresAt: null });
    }
  }

  /** Changes what a caller may, and has the server see it. */
  async grant(caller: string, ...grants: string[]): Promise<void> {
    await this.change(caller, (key) => [{ ...key, grants }]);
  }

  /** Withdraws the key of a caller, and has the server see it. */
  async withdraw(caller: string): Promise<void> {
    await this.change(caller, () => []);
  }

  private async change(
    caller: string,
    to: (key: { name: string }) => { name: string; grants?: string[] }[],
  ): Promise<void> {
    const file = this.at('access.json');
    const access = JSON.parse(readFileSync(file, 'utf8')) as { keys: { name: string }[] };
    const keys = access.keys.flatMap((key) => (key.name === caller ? to(key) : [key]));
    writeFileSync(file, JSON.stringify({ ...access, keys }));
    // looked at every five seconds by its own clock
    this.now += 6_000;
  }

  /** @param takes whether judgements are taken */
  async open(takes = true): Promise<void> {
    const data = this.at('data');
    const log = pino({ level: 'trace' }, { write: (line) => this.note(line) });
    this.server = await TestServer.open({
      ...{ data, site, log, now: () => this.now, judges: takes },
      access: { file: this.at('access.json') },
    });
    await this.serve.start();
  }

  get app(): TestServer['app'] {
    return this.server.app;
  }

  get serve(): ServeProcess {
    return this.server.serve;
  }

  get access(): Access {
    return this.server.access;
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  keyOf(caller: string): string {
    return this.keys[caller]!;
  }

  ask(caller: string, options: InjectOptions) {
    const authorization = `Bearer ${this.keys[caller]}`;
    return this.app.inject({ ...options, headers: { authorization, ...options.headers } });
  }

  async say(caller: string, payload: unknown, wardId = 'A') {
    const url = `/v1/wards/${wardId}/judgements`;
    const answer = await this.ask(caller, { method: 'POST', url, payload: payload as object });
    return { status: answer.statusCode, text: answer.body, body: JSON.parse(answer.body) };
  }

  /** The judgements of the day. */
  async judgements(caller: string, more = '') {
    const range = 'from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z';
    const { body } = await this.ask(caller, { url: `/v1/judgements?${range}${more}` });
    return JSON.parse(body).items;
  }

  /** Everything that the audit holds. */
  get audited(): string {
    const folder = this.at('data/audit');
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  }

  private note(line: string): void {
    this.logged += line;
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
