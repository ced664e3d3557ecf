import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../../services/state/examine.ts';
import { rebuildScorer, rebuildServing } from '../../../services/state/rebuild.ts';
import { until } from '../../process/live-server.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { rowsOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 4, days: 1, seed: 7 };
const site = siteOf(HOSPITAL);
const root = mkdtempSync(join(tmpdir(), 'vi-damaged-'));
/** As a killed server leaves it: with write-ahead logs. */
const killed = join(root, 'killed');
let expected: unknown;

beforeAll(async () => {
  const data = join(root, 'running');
  const serve = await startFilled(data, HOSPITAL);
  const { scorer, serving, journal } = serve;
  await until('everything is served', async () => {
    const { position } = await serving.applied(0);
    return (
      scorer.nextOffset === journal.end && position === (await scorer.scorer.outbox.revision())
    );
  });
  // nothing is written now, and nothing was checkpointed: the rows are in the write-ahead logs
  cpSync(data, killed, { recursive: true });
  await serve.stop();
  await served(data);
  expected = await rows(data);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is scored and served, without what says when. */
async function rows(folder: string): Promise<unknown> {
  return [
    await rowsOf(folder, 'scorer', 'select * exclude (delivery) from event order by all'),
    await rowsOf(
      folder,
      'serving',
      'select * exclude (known_at, computed_at) from ward_hour order by all',
    ),
  ];
}

async function served(data: string): Promise<unknown> {
  const serve = await openServe({ data, site });
  await serve.start();
  await serve.stop();
  return rows(data);
}

const DAMAGE: Record<string, (path: string) => void> = {
  'a flipped bit in its header': (path) => {
    const bytes = readFileSync(path);
    bytes[9]! ^= 0x10;
    writeFileSync(path, bytes);
  },
  'its first 16 bytes as zeros': (path) => {
    writeFileSync(path, readFileSync(path).fill(0, 0, 16));
  },
  truncation: (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
  'zeros at the end': (path) => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, Math.floor(bytes.length / 2)));
  },
  absence: (path) => rmSync(path),
};

describe.each(['scorer.duckdb', 'serving.duckdb', 'scorer.duckdb.wal', 'serving.duckdb.wal'])(
  '%s',
  (name) => {
    test.each(Object.keys(DAMAGE))(
      '%s: the start is right, or the command that is named',
      async (kind) => {
        const data = mkdtempSync(join(root, 'case-'));
        cpSync(killed, data, { recursive: true });
        expect(existsSync(join(data, name))).toBe(true);
        DAMAGE[kind]!(join(data, name));
        const damage: string[] = [];
        for await (const { level, command } of examine({ data })) {
          if (level === 'damage') damage.push(command!);
        }
        if (damage.length > 0) {
          for (const command of new Set(damage)) {
            expect(command).toMatch(/^npm run cli -- rebuild (--serving )?--data /);
            if (command.includes('--serving')) await rebuildServing({ data, site });
            else await rebuildScorer({ data, site });
          }
        }
        expect(await served(data)).toEqual(expected);
        rmSync(data, { recursive: true });
      },
    );
  },
);

test('DuckDB files without their write-ahead logs are no empty hospital', async () => {
  const data = join(root, 'without');
  cpSync(killed, data, { recursive: true });
  for (const name of ['scorer', 'serving', 'ingest']) {
    rmSync(join(data, `${name}.duckdb.wal`), { force: true });
  }
  expect(await served(data)).toEqual(expected);
});

test('serving.duckdb ahead of scorer.duckdb is compared, and is right', async () => {
  const data = join(root, 'ahead');
  cpSync(killed, data, { recursive: true });
  for (const each of ['scorer.duckdb', 'scorer.duckdb.wal'])
    rmSync(join(data, each), { force: true });
  expect(await served(data)).toEqual(expected);
});
