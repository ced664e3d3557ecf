import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dayTime } from '../../../schemas/shifts.ts';
import type { Site } from '../../../schemas/site.ts';
import { secondsOf } from '../timing.ts';

const run = promisify(execFile);
const PACKAGES = '/usr/lib/postgresql';
const SCRIPTS = ['load', 'score'] as const;

/** As what user the server runs; as that of this process where nothing is said. */
interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Returns where the programs of the newest PostgreSQL of the distribution are; `null` if none is installed. */
export function postgresqlPrograms(): string | null {
  try {
    const newest = readdirSync(PACKAGES)
      .toSorted((a, b) => Number(a) - Number(b))
      .at(-1);
    return newest === undefined ? null : join(PACKAGES, newest, 'bin');
  } catch {
    return null;
  }
}

/**
 * A PostgreSQL server of its own, on a socket in a folder and with the settings of the package but for more memory.
 * It does not run as root: where this process does, the server runs as the user `postgres`.
 */
export class PostgresqlServer {
  private readonly programs: string;
  private readonly folder: string;
  private readonly user: User;

  private constructor(programs: string, folder: string, user: User) {
    this.programs = programs;
    this.folder = folder;
    this.user = user;
  }

  static async start(programs: string, parent: string): Promise<PostgresqlServer> {
    const folder = join(parent, 'postgresql');
    await mkdir(folder);
    const isRoot = process.getuid?.() === 0;
    const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
    const user: User = isRoot ? { uid: await idOf('-u'), gid: await idOf('-g') } : {};
    if (user.uid !== undefined && user.gid !== undefined) {
      await chmod(parent, 0o755);
      await chown(folder, user.uid, user.gid);
    }
    for (const name of SCRIPTS) {
      const script = `${name}.sql`;
      await copyFile(fileURLToPath(new URL(script, import.meta.url)), join(folder, script));
    }
    const server = new PostgresqlServer(programs, folder, user);
    await server.program('initdb', '-D', 'data', '-A', 'trust', '-E', 'UTF8', '--locale=C');
    const settings = `-k ${folder} -c listen_addresses= -c shared_buffers=1GB -c work_mem=64MB`;
    await server.program('pg_ctl', '-D', 'data', '-l', 'log', '-o', settings, '-w', 'start');
    return server;
  }

  /** Scores a file of sound events and writes the rows as CSV. @returns seconds of its steps, and the path of the rows */
  async score(file: string, site: Site) {
    const { from, length } = dayTime(site.shifts)!;
    const to = join(this.folder, 'rows.csv');
    const variables = { site: JSON.stringify(site), day_from: from, day_minutes: length, to };
    const load = await secondsOf(() => this.psql('load', { file }));
    const score = await secondsOf(() => this.psql('score', variables));
    return { seconds: { load, score }, to };
  }

  async stop(): Promise<void> {
    await this.program('pg_ctl', '-D', 'data', '-m', 'fast', '-w', 'stop');
  }

  private psql(script: (typeof SCRIPTS)[number], variables: Record<string, string | number>) {
    const given = Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
    const at = ['-h', this.folder, '-d', 'postgres', '-q', '-X'];
    return this.program('psql', ...at, ...given, '-f', `${script}.sql`);
  }

  private async program(name: string, ...options: string[]): Promise<void> {
    await run(join(this.programs, name), options, { cwd: this.folder, ...this.user });
  }
}
