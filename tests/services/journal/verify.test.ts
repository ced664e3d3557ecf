import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportedLines } from '../../../services/journal/export.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { verifyJournal } from '../../../services/journal/verify.ts';
import { readHead } from '../../../services/state/head.ts';
import { cli } from '../../support/cli.ts';
import { filledState, flip, noteHead, rate, SENDERS } from './damaged.ts';

const report = async (data: string) =>
  verifyJournal(join(data, 'journal'), (await readHead(data))!.journal);
const exported = async (data: string, ...range: Parameters<typeof exportedLines>[1][]) => {
  const ids: string[] = [];
  for await (const line of exportedLines(join(data, 'journal'), ...range)) {
    ids.push((JSON.parse(line) as { id: string }).id);
  }
  return ids;
};
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `${from + n}`);

describe('a journal is held against itself', () => {
  test('one that is whole', async () => {
    const { data, files } = await filledState();
    expect(files.map(({ first, isPacked }) => [first, isPacked])).toEqual([
      [0, true],
      [6, true],
      [12, true],
      [18, false],
    ]);
    expect(await report(data)).toMatchObject({
      ...{ files: 4, records: 24, erased: 0, givenUp: 0, first: 0, end: 24 },
      ...{ damage: [], tail: null },
    });
  });

  test('a changed record is named by file, byte and position, and what is around it is read', async () => {
    const { data, files } = await filledState();
    const { path, name } = files[3]!;
    const text = readFileSync(path, 'utf8');
    const at = text.indexOf('{"n":21,');
    writeFileSync(path, text.replace('"E21"', '"E12"'));
    const { damage, records, end } = await report(data);
    expect(damage).toEqual([
      { file: name, at: [at], what: 'damaged, and with it 21', lost: [{ from: 21, to: 22 }] },
    ]);
    expect([records, end]).toEqual([22, 24]);
  });

  test('a file that is missing is named by its records, the first one too', async () => {
    for (const [index, lost] of [
      [0, { from: 0, to: 6 }],
      [1, { from: 6, to: 12 }],
      [3, { from: 18, to: 24 }],
    ] as const) {
      const { data, files } = await filledState();
      rmSync(files[index]!.path);
      const { damage } = await report(data);
      expect(damage.map((each) => each.lost)).toEqual([[lost]]);
    }
  });

  test('one that is cut off anywhere lacks what was acknowledged after that', async () => {
    const { data, files } = await filledState();
    const whole = readFileSync(files[3]!.path);
    for (let size = 0; size < whole.length; size += 97) {
      truncateSync(files[3]!.path, size);
      const { damage, end } = await report(data);
      expect(damage.flatMap(({ lost }) => lost)).toEqual([{ from: end, to: 24 }]);
      writeFileSync(files[3]!.path, whole);
    }
  });

  test('zeros at the end are a tail that was never acknowledged', async () => {
    const { data, files } = await filledState();
    const { length } = readFileSync(files[3]!.path);
    appendFileSync(files[3]!.path, Buffer.alloc(4096));
    expect(await report(data)).toMatchObject({
      ...{ end: 24, damage: [], tail: { file: files[3]!.name, at: length } },
    });
  });

  test('the last append may be torn where it was not acknowledged', async () => {
    const { data, files } = await filledState();
    const { id } = (await readHead(data))!.journal;
    const text = readFileSync(files[3]!.path, 'utf8');
    const at = text.indexOf('{"n":23,');
    const before = text.slice(0, text.indexOf('{"n":22,')).trimEnd().split('\n').at(-1)!;
    const hash = (JSON.parse(before) as { hash: string }).hash;
    noteHead(data, { id, end: 22, hash });
    writeFileSync(files[3]!.path, text.replace('{"n":23,', '\0'.repeat(8)));
    expect(await report(data)).toMatchObject({
      ...{ end: 22, damage: [], tail: { file: files[3]!.name, at } },
    });
  });

  test('any bit that is flipped in any file is found', async () => {
    const { data, files } = await filledState();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(3),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (n, part) => {
          const { path } = files[n]!;
          const before = readFileSync(path);
          flip(path, Math.floor(part * before.length));
          const { damage } = await report(data);
          writeFileSync(path, before);
          expect(damage).not.toEqual([]);
          expect(damage[0]!.file).toBe(files[n]!.name);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a chain that was written again is another than head.json notes', async () => {
    const { data } = await filledState();
    const { id, end } = (await readHead(data))!.journal;
    noteHead(data, { id, end, hash: 'A'.repeat(43) });
    expect((await report(data)).damage.map(({ what }) => what)).toEqual([
      'the last link that head.json notes is not in it',
    ]);
  });

  test('beside a server that appends there is no damage', async () => {
    const { data, folder } = await filledState();
    const journal = (await Journal.open(folder, { fileBytes: 2_000 }))!;
    let isDone = false;
    const appending = (async () => {
      for (let n = 24; n < 300; n++)
        await journal.append({ events: [rate(`${n}`)], senders: SENDERS });
      isDone = true;
    })();
    while (!isDone) expect((await report(data)).damage).toEqual([]);
    await appending;
    await journal.close();
    expect(await report(data)).toMatchObject({ records: 300, damage: [], tail: null });
  });
});

describe('log export', () => {
  test('has the events in order, by position or by when they were taken', async () => {
    const { data } = await filledState();
    expect(await exported(data)).toEqual(ids(0, 24));
    expect(await exported(data, { from: 7, to: 19 })).toEqual(ids(7, 19));
    const since = Date.parse('2026-11-02T00:00:00Z');
    expect(await exported(data, { since, until: since + 86_400_000 })).toEqual(ids(6, 12));
  });

  test.each([
    [1, 6],
    // nothing before it shows that there was one
    [0, 0],
  ])('refuses damage instead of leaving it out: file %i missing', async (n, from) => {
    const { data, files } = await filledState();
    rmSync(files[n]!.path);
    await expect(exported(data)).rejects.toThrow(
      `The journal lacks records from ${from} on, before ${files[n + 1]!.name}`,
    );
  });
});

describe('by command', () => {
  test('log verify names damage and ends with 1', async () => {
    const { data, files } = await filledState();
    const whole = cli('log', 'verify', '--data', data);
    expect(whole).toMatchObject({ status: 0, stderr: '' });
    expect(whole.stdout).toMatch(/^4 files, 24 records, positions 0 to 23, end 24:[\w-]{43}\n$/);
    flip(files[1]!.path, 100);
    const damaged = cli('log', 'verify', '--data', data);
    expect(damaged.status).toBe(1);
    expect(damaged.stderr).toBe(`error: ${files[1]!.name}, byte 0: damaged, and with it 6 to 11\n`);
    const none = cli('log', 'verify', '--data', join(data, 'none'));
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('There is no journal in');
  });

  test('log export writes a file whole, or standard output', async () => {
    const { data, files } = await filledState();
    const out = join(data, 'events.ndjson.gz');
    expect(
      cli('log', 'export', '--data', data, '--out', out, '--from', '22', '--quiet').status,
    ).toBe(0);
    const lines = gunzipSync(readFileSync(out)).toString('utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['22', '23']);
    const piped = cli('log', 'export', '--data', data, '--out', '-');
    expect(piped.stdout.trimEnd().split('\n')).toHaveLength(24);
    expect(piped.stderr).toBe('24 events\n');
    rmSync(files[2]!.path);
    const failed = cli('log', 'export', '--data', data, '--out', join(data, 'b.ndjson'));
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('"log repair"');
    expect(await journalFiles(data)).toEqual([]);
    expect(cli('log', 'export', '--data', data, '--out', 'x.csv').status).toBe(1);
    expect(cli('log', 'export', '--data', data, '--out', '-', '--from', 'noon').status).toBe(2);
  });
});
