import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeFolder, writableFolder } from '../../../services/platform/folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-folder-'));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder', () => {
  test('is made with those above it, also by several at a time, and may be there', async () => {
    const made = Array.from({ length: 20 }, () => makeFolder(at('a', 'b', 'c')));
    await Promise.all(made);
    for (let round = 0; round < 50; round += 1) {
      const deep = at(`round-${round}`, 'a', 'b', 'c', 'd');
      await Promise.all(Array.from({ length: 4 + (round % 8) }, () => makeFolder(deep)));
      expect(statSync(deep).isDirectory()).toBe(true);
    }
    await makeFolder(at('a', 'b', 'c'));
    await makeFolder(`${at('d')}/`);
    symlinkSync(at('d'), at('link'));
    await makeFolder(at('link', 'e'));
    expect(statSync(at('a', 'b', 'c')).isDirectory()).toBe(true);
    expect(readdirSync(at('d'))).toEqual(['e']);
  });

  test('of an option is left as it is', async () => {
    await writableFolder('--data', at('new', 'data'));
    expect(readdirSync(at('new', 'data'))).toEqual([]);
  });

  writeFileSync(at('file'), '');
  symlinkSync(at('nowhere', 'else'), at('dangling'));
  test.each([
    ['/proc/x', 'no folder can be made there'],
    ['/proc/x/y/z', 'no folder can be made there'],
    ['/proc', 'no folder can be made there'],
    ['/sys/x', 'nobody may write there'],
    [at('file'), 'it is a file'],
    [at('file', 'x', 'y'), 'something above it is a file'],
    [at('dangling'), 'it is a file'],
    ['/dev/null', 'it is a file'],
    [at('x'.repeat(300)), 'ENAMETOOLONG'],
  ])('that cannot be used is an error with the option: %s', async (path, why) => {
    const error = await writableFolder('--data', path).catch((error: Error) => error);
    expect(error).toMatchObject({ name: 'InputError' });
    expect((error as Error).message).toContain(`--data ${path} cannot be used: `);
    // where tests run as another than root, the system may refuse for that
    if (process.getuid?.() === 0) expect((error as Error).message).toContain(why);
  });
});
