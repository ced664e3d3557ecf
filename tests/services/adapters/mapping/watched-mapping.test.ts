import { mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMapping } from '../../../../services/adapters/mapping/read.ts';
import { WatchedMapping } from '../../../../services/adapters/mapping/watched-mapping.ts';
import { InputError } from '../../../../services/platform/input-error.ts';

let folder: string;
let path: string;
let logged: string;
let versions = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-mapping-'));
  path = join(folder, 'mapping.json');
  logged = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = () =>
  pino(
    new Writable({
      write(chunk, _encoding, done) {
        logged += chunk;
        done();
      },
    }),
  );

/** Puts a file in the place of the one before, so that it is another file whatever the clock says. */
function write(text: string): void {
  const next = join(folder, `next-${versions++}`);
  writeFileSync(next, text);
  renameSync(next, path);
}

function mapping(places: object): string {
  const channel = { name: 'adt', kind: 'mllp', source: 'ehr', port: 0, provides: ['movements'] };
  return JSON.stringify({ zone: 'UTC', keyFile: 'k', places, channels: [channel] }, null, 1);
}

const open = (now: () => number = () => 1) =>
  WatchedMapping.open({ path, site: () => null, log: log(), now });

test('a changed file is in force, and the one before is named', async () => {
  write(mapping({ A: '1' }));
  let time = 1;
  const watched = await open(() => time);
  const changes: unknown[] = [];
  watched.onChange = async (after, before) => {
    changes.push([before.places, after.places]);
  };
  await watched.look();
  expect(changes).toEqual([]);
  write(mapping({ A: '2' }));
  time = 2;
  await watched.look();
  expect(changes).toEqual([[{ A: '1' }, { A: '2' }]]);
  expect(watched.current().places).toEqual({ A: '2' });
  expect(watched.status()).toEqual({ loadedAt: 2, mistakes: [] });
});

test('a mistake keeps the mapping of before, and shows with its line but not its value', async () => {
  write(mapping({ A: '1' }));
  const watched = await open();
  write(mapping({ A: '1' }).replace('"UTC"', '"Anna Andersson"'));
  await watched.look();
  expect(watched.current().places).toEqual({ A: '1' });
  expect(watched.status().mistakes).toMatchObject([{ line: 2, at: 'zone' }]);
  expect(logged).toContain('"line":2');
  expect(logged).not.toContain('Anna');
  write(mapping({ A: '3' }));
  await watched.look();
  expect(watched.status().mistakes).toEqual([]);
  expect(watched.current().places).toEqual({ A: '3' });
});

test('a file that disappears keeps the mapping of before, until it is back', async () => {
  const text = mapping({ A: '1' });
  write(text);
  const watched = await open();
  rmSync(path);
  await watched.look();
  await watched.look();
  expect(logged.split('cannot be used')).toHaveLength(2);
  expect(watched.status().mistakes).toMatchObject([{ line: 0 }]);
  expect(watched.current().places).toEqual({ A: '1' });
  write(text);
  await watched.look();
  expect(watched.status().mistakes).toEqual([]);
});

test('a file that cannot be read for a moment is read when it can be', async () => {
  write(mapping({ A: '1' }));
  const watched = await open();
  // a folder in its place cannot be read by any user
  rmSync(path);
  mkdirSync(path);
  await watched.look();
  expect(watched.status().mistakes).toMatchObject([{ line: 0 }]);
  rmdirSync(path);
  write(mapping({ A: '2' }));
  await watched.look();
  expect(watched.current().places).toEqual({ A: '2' });
});

test('a file with a mistake does not start', async () => {
  write('{\n"zone": 1 }');
  await expect(open()).rejects.toThrow(InputError);
  await expect(open()).rejects.toThrow(/mapping\.json:2: zone: /);
  writeFileSync(path, Buffer.from([0x7b, 0xe5, 0x7d]));
  await expect(open()).rejects.toThrow(/UTF-8/);
});

test('a watch ends at once', async () => {
  write(mapping({}));
  const watched = await open();
  watched.start();
  await watched.stop();
  expect(watched.current().places).toEqual({});
});

test('files and folders that it names are resolved from its own folder', async () => {
  const shared = { source: 'a', provides: ['observations'] };
  const channels = [
    {
      ...shared,
      name: 'tls',
      kind: 'mllp',
      port: 0,
      tls: { key: 'k.pem', cert: '/c.pem', ca: 'ca.pem' },
    },
    { ...shared, name: 'files', kind: 'hl7-files', provides: ['movements'], folder: 'in' },
  ];
  write(JSON.stringify({ zone: 'Europe/Stockholm', keyFile: 'pseudonym.key', channels }));
  const { keyFile, channels: read } = await readMapping(path, null);
  expect({ keyFile, read }).toMatchObject({
    keyFile: join(folder, 'pseudonym.key'),
    read: [
      { tls: { key: join(folder, 'k.pem'), cert: '/c.pem', ca: join(folder, 'ca.pem') } },
      { folder: join(folder, 'in') },
    ],
  });
});
