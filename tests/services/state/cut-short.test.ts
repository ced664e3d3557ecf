import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journalFiles } from '../../../services/journal/files.ts';
import { backup } from '../../../services/state/backup.ts';
import { examine } from '../../../services/state/examine.ts';
import { repairState } from '../../../services/state/repair.ts';
import { restore } from '../../../services/state/restore.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { derivedOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';
import { flip } from '../journal/damaged.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 3, days: 1, seed: 5 };
const site = siteOf(HOSPITAL);
const root = mkdtempSync(join(tmpdir(), 'vi-cut-short-'));
const data = join(root, 'data');
const to = join(root, 'backups');

let folders = 0;
const newFolder = () => join(root, `folder-${folders++}`);
function copyOf(folder: string): string {
  const copy = newFolder();
  if (existsSync(folder)) cpSync(folder, copy, { recursive: true });
  // a killed process holds no lock; this one lives
  rmSync(join(copy, 'command.lock'), { force: true });
  rmSync(join(copy, 'partial.lock'), { force: true });
  return copy;
}

beforeAll(async () => {
  await (await startFilled(data, HOSPITAL)).stop();
  await settled(data);
  await backup({ data, to });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function settled(folder: string) {
  const serve = await openServe({ data: folder, site });
  await serve.start();
  await serve.stop();
  return derivedOf(folder);
}

async function damage(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { level, of } of examine({ data: folder }))
    if (level === 'damage') found.push(of);
  return found;
}

test('a restore that is cut short, also while it verifies, leaves no folder in which a hospital begins', async () => {
  const folder = newFolder();
  const cuts: string[] = [];
  await restore({ data: folder, from: to, onProgress: () => cuts.push(copyOf(folder)) });
  expect(cuts.length).toBeGreaterThan(10);
  for (const cut of cuts) {
    await expect(openServe({ data: cut, site })).rejects.toThrow(/cut short: start it again/);
    expect(await damage(cut)).toContain('restoring');
  }
  await restore({ data: cuts[0]!, from: to });
  expect(await damage(cuts[0]!)).toEqual([]);
});

test('a restore of a damaged backup leaves a folder as it was, and no new one', async () => {
  const from = copyOf(to);
  const [name] = readdirSync(from);
  flip(join(from, name!, 'scorer.duckdb'), 10_000);
  const [fresh, empty] = [newFolder(), mkdtempSync(join(root, 'empty-'))];
  for (const folder of [fresh, empty]) {
    await expect(restore({ data: folder, from })).rejects.toThrow(/is damaged: scorer.duckdb/);
  }
  expect(existsSync(fresh)).toBe(false);
  expect(readdirSync(empty)).toEqual([]);
});

test('a backup that is cut short is refused by its own name too, and an older manifest does not stay with it', async () => {
  const target = newFolder();
  const cuts: string[] = [];
  await backup({ data, to: target, onProgress: () => cuts.push(copyOf(target)) });
  // killed between the manifest and the new name
  const [name] = readdirSync(target);
  const named = newFolder();
  cpSync(join(target, name!), join(named, 'partial'), { recursive: true });
  await backup({ data, to: named, onProgress: () => cuts.push(copyOf(named)) });
  for (const cut of cuts) {
    for (const from of [cut, join(cut, 'partial')]) {
      const refused = restore({ data: newFolder(), from });
      await expect(refused).rejects.toThrow(/was cut short. Run "backup" again/);
    }
  }
});

test('a repair with loss that is cut short before scorer.duckdb is moved keeps servers away until it is repeated', async () => {
  const damaged = copyOf(data);
  const [file] = await journalFiles(join(damaged, 'journal'));
  flip(file!.path, 3_000);
  const whole = copyOf(damaged);
  await repairState({ data: whole, acceptLoss: true });
  const expected = await settled(copyOf(whole));
  expect(expected.events.length).toBeLessThan((await derivedOf(data)).events.length);
  // the journal is repaired, and the rest as it was
  const cut = copyOf(damaged);
  rmSync(join(cut, 'journal'), { recursive: true });
  cpSync(join(whole, 'journal'), join(cut, 'journal'), { recursive: true });
  writeFileSync(join(cut, 'repairing'), '');
  await expect(openServe({ data: cut, site })).rejects.toThrow(/run "log repair" again/);
  expect(await damage(cut)).toContain('repairing');
  await expect(backup({ data: cut, to: newFolder() })).rejects.toThrow(/run "log repair" again/);
  await repairState({ data: cut, acceptLoss: true });
  expect(await damage(cut)).toEqual([]);
  expect(await settled(cut)).toEqual(expected);
});
