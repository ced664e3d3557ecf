import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../platform/durable-files.ts';
import { SerialQueue } from '../../platform/serial-queue.ts';

/** Most sessions that are kept one by one; beyond it, all sessions that began before a time count as ended. */
const MOST = 50_000;

/** A session that was ended before it expired: when it began, and when it would expire, in milliseconds since 1970. */
const endedSession = z.strictObject({ id: z.string(), start: z.number(), end: z.number() });
type EndedSession = z.output<typeof endedSession>;

const line = z.union([endedSession, z.strictObject({ before: z.number() })]);

/**
 * Sessions whose holders have signed out, until they would expire anyway. A file keeps them, so that a restart
 * does not revive them. Beyond a limit, the oldest half is kept as one instant: sessions that began up to then
 * are ended.
 */
export class EndedSessions {
  private readonly path: string;
  private readonly now: () => number;
  private readonly most: number;
  private readonly sessions = new Map<string, EndedSession>();
  private before = Number.NEGATIVE_INFINITY;
  private lines = 0;
  private readonly queue = new SerialQueue();

  private constructor(path: string, now: () => number, most: number) {
    this.path = path;
    this.now = now;
    this.most = most;
  }

  /** @throws if the file exists and cannot be read */
  static async open(path: string, now: () => number, most = MOST): Promise<EndedSessions> {
    const ended = new EndedSessions(path, now, most);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    for (const each of text.split('\n')) ended.take(each);
    if (ended.lines > 0) await ended.rewrite();
    return ended;
  }

  has(id: string, start: number): boolean {
    return start <= this.before || this.sessions.has(id);
  }

  /** Ends a session immediately; resolves once this survives the end of the process. */
  async add(session: EndedSession): Promise<void> {
    this.sessions.set(session.id, session);
    await this.queue.run(() => this.write(session));
  }

  private async write(session: EndedSession): Promise<void> {
    if (this.lines >= this.most) {
      await this.rewrite();
      return;
    }
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify(session)}\n`);
      await file.sync();
      this.lines++;
    } finally {
      await file.close();
    }
  }

  /** A torn line does not count: nobody got an answer that its session has ended. */
  private take(text: string): void {
    if (text === '') return;
    this.lines++;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    const { data } = line.safeParse(value);
    if (data === undefined) return;
    if ('before' in data) this.before = Math.max(this.before, data.before);
    else this.sessions.set(data.id, data);
  }

  /** Rewrites the file with the entries that still count. */
  private async rewrite(): Promise<void> {
    for (const [id, { end }] of this.sessions) if (end <= this.now()) this.sessions.delete(id);
    if (this.sessions.size > this.most / 2) {
      const all = [...this.sessions.values()].sort((one, other) => one.start - other.start);
      for (const { id, start } of all.slice(0, all.length - Math.floor(this.most / 2))) {
        this.sessions.delete(id);
        this.before = Math.max(this.before, start);
      }
    }
    const kept: object[] = [...this.sessions.values()];
    if (Number.isFinite(this.before)) kept.unshift({ before: this.before });
    const text = kept.map((each) => `${JSON.stringify(each)}\n`).join('');
    await replaceFile(this.path, text);
    this.lines = kept.length;
  }
}
