import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from '../../../services/platform/durable-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vi-durable-'));
  await writeFile(join(folder, 'file'), 'old');
});
afterEach(() => rm(folder, { recursive: true }));

const text = () => readFile(join(folder, 'file'), 'utf8');

test('a file is the old one until the new one is whole', async () => {
  await writeAtomically(join(folder, 'file'), async (temporary) => {
    await writeFile(temporary, 'ne');
    expect(await text()).toBe('old');
    await writeFile(temporary, 'new');
  });
  expect(await text()).toBe('new');
  expect(await readdir(folder)).toEqual(['file']);
});

test.each([undefined, 'file.tmp'])(
  'writing that fails leaves the old file alone (%s)',
  async (name) => {
    const write = async (temporary: string) => {
      await writeFile(temporary, 'ne');
      throw new Error('the disk is full');
    };
    const temporary = name && join(folder, name);
    await expect(writeAtomically(join(folder, 'file'), write, temporary)).rejects.toThrow('full');
    expect(await text()).toBe('old');
    expect(await readdir(folder)).toEqual(['file']);
  },
);

test('what a kill left under a fixed name is overwritten', async () => {
  const temporary = join(folder, 'file.tmp');
  await writeFile(temporary, 'a part of something longer');
  await writeAtomically(join(folder, 'file'), (path) => writeFile(path, 'new'), temporary);
  expect(await text()).toBe('new');
  expect(await readdir(folder)).toEqual(['file']);
});
