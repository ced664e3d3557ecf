import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChannelContext,
  type ExtractLog,
  JournalUnavailable,
  type RefusedRecord,
  type RunningChannel,
  type TakenRecord,
} from '../../../../services/adapters/channel.ts';
import { type Mapping, mapping } from '../../../../services/adapters/mapping/schema.ts';
import { openRosterFolder } from '../../../../services/adapters/roster/channel.ts';
import { openTableFolder } from '../../../../services/adapters/tables/channel.ts';
import { factsOfTables } from '../../../../services/adapters/tables/facts.ts';
import type { FolderTimes } from '../../../../services/adapters/tables/folder.ts';
import { BORDER, CHANNEL, fixture, MAPPING } from './made-up.ts';

/** Keeps what it is given, unless it is full. */
class MemoryLog implements ExtractLog {
  readonly taken: TakenRecord[] = [];
  readonly refused: RefusedRecord[] = [];
  isFull = false;

  async take(records: readonly TakenRecord[]): Promise<void> {
    if (this.isFull) throw new JournalUnavailable('full');
    this.taken.push(...records);
  }

  async refuse(record: RefusedRecord): Promise<void> {
    this.refused.push(record);
  }
}

let folder: string;
let journal: MemoryLog;
let elapsed: number;
let running: RunningChannel[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-'));
  journal = new MemoryLog();
  elapsed = 0;
  running = [];
});
afterEach(async () => {
  for (const channel of running) await channel.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(
  kind: 'table' | 'roster',
  used: Mapping,
  times: FolderTimes = {},
): Promise<RunningChannel & { look(): Promise<void> }> {
  const context: ChannelContext = {
    settings: () => ({ ...used.channels[0]!, folder }) as (typeof used.channels)[number],
    mapping: () => used,
    border: BORDER,
    journal,
    log: pino({ enabled: false }),
    now: () => Date.now() * 1000,
  };
  const channel = (kind === 'table' ? openTableFolder : openRosterFolder)(context, {
    ...{ every: 3_600_000, monotonic: () => elapsed },
    ...times,
  });
  running.push(channel);
  await channel.start();
  return channel as RunningChannel & { look(): Promise<void> };
}

const put = (name: string, bytes: Buffer | string) => writeFile(join(folder, name), bytes);
const files = async (of = '') =>
  (await readdir(join(folder, of))).filter((name) => !name.startsWith('.'));

describe('a watched folder', () => {
  it('takes a file when it lies still, once', async () => {
    const channel = await open('table', MAPPING);
    await put('vardkontakter-0302.csv', await fixture('vardkontakter.csv'));
    await put('anteckningar.txt', 'inget för oss');
    await channel.look();
    elapsed = 9_000;
    await channel.look();
    expect(journal.taken).toEqual([]);
    elapsed = 10_000;
    await channel.look();
    expect(journal.taken).toHaveLength(1);
    expect(journal.taken[0]!.extracts).toHaveLength(5);
    expect(await files()).toEqual(['anteckningar.txt', 'taken']);
    expect(await files('taken')).toEqual(['vardkontakter-0302.csv']);
    expect(channel.status()).toMatchObject({
      ...{ state: 'open', received: 1, answers: { taken: 1, known: 0, refused: 0 } },
    });
  });

  it('takes a file at once that is marked as done', async () => {
    const channel = await open('table', MAPPING);
    await put('vardkontakter.csv', await fixture('vardkontakter.csv'));
    await put('vardkontakter.csv.done', '');
    await channel.look();
    expect(journal.taken).toHaveLength(1);
    expect(await files()).toEqual(['taken']);
  });

  it('does not take equal content again', async () => {
    const channel = await open('table', MAPPING, { still: 0 });
    for (const name of ['vardkontakter-1.csv', 'vardkontakter-2.csv', 'vardkontakter-2.csv']) {
      await put(name, await fixture('vardkontakter.csv'));
      await channel.look();
    }
    expect(journal.taken).toHaveLength(1);
    expect(channel.status().answers).toEqual({ taken: 1, known: 2, refused: 0 });
    expect(await files('taken')).toEqual([
      ...['2-vardkontakter-2.csv', 'vardkontakter-1.csv', 'vardkontakter-2.csv'],
    ]);
  });

  it('refuses a file that is cut off, and says why', async () => {
    const channel = await open('table', MAPPING, { still: 0 });
    const whole = await fixture('vardkontakter.csv');
    await put('vardkontakter.csv', whole.subarray(0, whole.length - 30));
    await channel.look();
    expect(journal.taken).toEqual([]);
    expect(journal.refused).toMatchObject([{ reason: 'bad-file', channel: 'extract' }]);
    expect(await files('refused')).toEqual(['vardkontakter.csv', 'vardkontakter.csv.why.txt']);
    const why = await readFile(join(folder, 'refused', 'vardkontakter.csv.why.txt'), 'utf8');
    expect(why).toMatch(
      /^vardkontakter\.csv: Line 6, the last: the file is cut off has \d columns/,
    );
    expect(why).not.toContain('90000');
  });

  it('leaves files while the journal is full, and takes them later', async () => {
    const channel = await open('table', MAPPING, { still: 0 });
    journal.isFull = true;
    await put('vardkontakter.csv', await fixture('vardkontakter.csv'));
    await channel.look();
    expect(await files()).toEqual(['taken', 'vardkontakter.csv']);
    expect(channel.status().state).toBe('failing');
    journal.isFull = false;
    await channel.look();
    expect(journal.taken).toHaveLength(1);
    expect(channel.status()).toMatchObject({ state: 'open', problem: null });
  });

  it('says that its folder is missing', async () => {
    const channel = await open('table', MAPPING);
    await rm(folder, { recursive: true });
    await channel.look();
    expect(channel.status()).toMatchObject({ problem: expect.stringContaining('does not exist') });
    await mkdir(folder);
    await channel.look();
    expect(channel.status().problem).toBeNull();
  });

  it('withdraws rows that a complete file of their period no longer has', async () => {
    const table = {
      ...{ kind: 'stays', file: '*', visit: 'Id', key: ['Id', 'In'], place: 'Enhet', from: 'In' },
      ...{ scope: 'complete', period: { from: 'Från', to: 'Till' } },
    };
    const channels = [{ ...CHANNEL, tables: [table] }];
    const used = mapping.parse({ ...MAPPING, channels });
    const channel = await open('table', used, { still: 0 });
    const header = 'Id;Enhet;In;Från;Till';
    const row = (id: string, day: string) =>
      `${id};31A;2026-03-${day} 08:00;2026-03-02 00:00;2026-03-04 00:00`;
    const write = async (name: string, ...rows: string[]) => {
      await put(name, [header, ...rows].join('\n'));
      const written = new Date(Date.UTC(2026, 2, 5, Number(name)));
      await utimes(join(folder, name), written, written);
      await channel.look();
    };
    const stays = () => {
      const extracts = journal.taken.flatMap(({ extracts }, index) =>
        extracts.map((extract) => ({
          ...{
            ...extract,
            sequence: index,
            channel: 'extract',
            receivedAt: Date.UTC(2026, 2, 6) * 1000,
          },
        })),
      );
      return factsOfTables(extracts, used).facts.length;
    };
    await write('1', row('a', '02'), row('b', '03'), row('c', '01'));
    expect(stays()).toBe(3);
    await write('2', row('a', '02'));
    expect(stays()).toBe(2);
    await write('3', row('a', '02'), row('b', '03'));
    expect(stays()).toBe(3);
  });

  it('takes rosters', async () => {
    const used = mapping.parse({
      ...MAPPING,
      channels: [
        {
          ...{ name: 'roster', kind: 'roster', source: 'schedule', basis: 'planned' },
          roster: {
            ...{
              ward: 'Enhet',
              person: 'Anst',
              role: 'Kategori',
              date: 'Datum',
              start: 'Start',
              end: 'Slut',
            },
            roles: { Sjuksköterska: 'rn' },
          },
        },
      ],
    });
    const channel = await open('roster', used, { still: 0 });
    await put('mars.xlsx', await fixture('schema.xlsx'));
    await channel.look();
    expect(journal.taken[0]!.extracts.map(({ group }) => group)).toEqual([
      ...['roster:roster:2026-03-02', 'roster:roster:2026-03-03'],
    ]);
    expect(JSON.stringify(journal.taken)).not.toMatch(/\b100\d\b/);
  });
});
