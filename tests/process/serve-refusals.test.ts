import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { fileName } from '../../services/journal/files.ts';
import { linkHash, linkLine, NO_HASH } from '../../services/journal/lines.ts';
import { cli } from '../support/cli.ts';
import { killServers, LiveServer, until } from './live-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-refusals-'));
const at = (name: string) => join(folder, name);
const WARD = { name: 'A', type: 'medicine', beds: 20, nightPatientsPerStaff: 10 };
const SITE = { siteId: 't', model: 'vi-1', name: 'Test', wards: [{ ...WARD, wardId: 'A' }] };
const siteFile = at('site.json');
let port: Server;

/** Every file below a folder with a digest of its bytes. */
function contentOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(directory, name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(directory, name)))
          .digest('hex'),
      ]),
  );
}

async function change(file: string, sql: string): Promise<void> {
  const warehouse = await Warehouse.open(file);
  await (await warehouse.connect()).run(sql);
  await warehouse.close();
}

beforeAll(async () => {
  writeFileSync(siteFile, JSON.stringify(SITE));
  const server = await LiveServer.start(siteFile, at('served'));
  const event = { source: 'ehr', encounterId: 'E1', wardId: 'A', id: '1', type: 'admission' };
  const when = { occurredAt: '2026-01-05T20:00:00Z', recordedAt: '2026-01-05T20:00:00Z' };
  expect((await server.post([{ ...event, ...when }])).accepted).toBe(1);
  await until('it is scored', async () => {
    const { wards } = await server.json<{ wards: { census: number | null }[] }>('/v1/wards');
    return wards[0]!.census === 1;
  });
  // what is in write-ahead logs stays there
  await server.kill();
  expect(readdirSync(at('served'))).toContain('scorer.duckdb.wal');
  port = createServer();
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await killServers();
  port.close();
  rmSync(folder, { recursive: true, force: true });
});

const other = (site: object) => {
  writeFileSync(at('other.json'), JSON.stringify(site));
  return ['--site', at('other.json')];
};
const newer = (name: string) => (data: string) =>
  change(join(data, `${name}.duckdb`), 'update layout set version = 999');

test.each<[string, (data: string) => unknown, RegExp]>([
  ['another hospital', () => other({ ...SITE, siteId: 'u' }), /is of the hospital "t".*--data/],
  [
    'a ward under another id',
    () => other({ ...SITE, wards: [{ ...WARD, wardId: 'B', formerly: 'A' }] }),
    /keeps its wardId.*closedFrom/,
  ],
  [
    'a closing that is no day',
    () => other({ ...SITE, wards: [{ ...WARD, wardId: 'A', closedFrom: '2026-02-30' }] }),
    /local date that exists[\s\S]*closedFrom/,
  ],
  ['a scorer of a newer program', newer('scorer'), /newer program.*Start that program/],
  ['a read model of a newer program', newer('serving'), /newer program.*Start that program/],
  ['dead letters of a newer program', newer('ingest'), /newer program.*Start that program/],
  [
    'a damaged head',
    (data) => writeFileSync(join(data, 'head.json'), '{'),
    /head\.json is damaged.*doctor/,
  ],
  ['no journal', (data) => rmSync(join(data, 'journal'), { recursive: true }), /missing.*doctor/],
  [
    'a file that an earlier program filled beside the journal',
    async (data) => {
      await change(join(data, 'scorer.duckdb'), "delete from meta where name = 'log'");
      await change(join(data, 'scorer.duckdb'), 'update position set next_offset = 99');
    },
    /another journal.*doctor/,
  ],
  [
    'a journal that was cut',
    (data) => {
      const [name] = readdirSync(join(data, 'journal'));
      const file = join(data, 'journal', name!);
      writeFileSync(
        file,
        readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n').concat('\n'),
      );
    },
    /acknowledged.*doctor/,
  ],
  [
    'a journal of a newer program',
    (data) => {
      rmSync(join(data, 'journal'), { recursive: true });
      mkdirSync(join(data, 'journal'));
      const link = { kind: 'file', next: 0, at: '', format: 99, journal: 'x', previous: NO_HASH };
      const text = JSON.stringify(link);
      const line = `${linkLine(text, linkHash(text, []))}\n`;
      writeFileSync(join(data, 'journal', fileName(0, '2026-01-05')), line);
    },
    /newer program \(format 99.*Start that program/,
  ],
  [
    'a bad access file',
    () => {
      writeFileSync(at('access.json'), '{"keys":3}');
      return ['--access', at('access.json')];
    },
    /access\.json/,
  ],
  ['other machines without an access file', () => ['--host', '0.0.0.0'], /Give --access FILE/],
  [
    'a damaged session secret',
    (data) => writeFileSync(join(data, 'session-secret'), 'x\n'),
    /holds no session secret/,
  ],
  [
    'a port in use',
    () => ['--port', String((port.address() as { port: number }).port)],
    /Cannot listen on --host 127\.0\.0\.1 --port \d+: .*--port/,
  ],
  [
    'a restore that was cut short',
    (data) => writeFileSync(join(data, 'restoring'), ''),
    /restore .* cut short/,
  ],
])('%s is refused, and leaves every file as it was', async (_, prepare, message) => {
  const data = at('refused');
  rmSync(data, { recursive: true, force: true });
  cpSync(at('served'), data, { recursive: true });
  const made = await prepare(data);
  const more = Array.isArray(made) ? made : [];
  const before = contentOf(data);
  const site = more.includes('--site') ? [] : ['--site', siteFile];
  const listens = more.includes('--port') ? [] : ['--port', '0'];
  const { status, stderr } = cli('serve', '--data', data, ...site, ...listens, ...more);
  expect(stderr).toMatch(message);
  expect(status).toBe(1);
  expect(contentOf(data)).toEqual(before);
  // nor is one made that was not there
  if (more.length === 0) return;
  renameSync(data, at('away'));
  if (!more.includes('--site')) {
    expect(cli('serve', '--data', data, ...site, ...listens, ...more).status).toBe(1);
    expect(readdirSync(folder)).not.toContain('refused');
  }
  rmSync(at('away'), { recursive: true });
});
