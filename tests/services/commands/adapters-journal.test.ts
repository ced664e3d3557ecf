import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Border } from '../../../services/adapters/border.ts';
import type { AdapterService } from '../../../services/adapters/service.ts';
import { adapterJournalCommands } from '../../../services/commands/adapters-journal.ts';
import { mappingWith } from '../adapters/hl7v2/messages.ts';
import { KeptEvents, movement, NOW, openAdapters, settle, taken } from '../adapters/hospital.ts';

let data: string;
const key = Buffer.alloc(32, 1);
const file = () => join(data, 'mapping.json');
const written: string[] = [];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'vi-adapters-'));
  await writeFile(join(data, 'key'), key, { mode: 0o600 });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  written.length = 0;
});

/** A journal with an admission, a transfer to a place that is not mapped, and a record of another kind of traffic. */
async function filled(sink = new KeptEvents()): Promise<void> {
  const service = await open({ A: 'A' }, sink);
  await service.journal.take([
    taken(movement('A01')),
    taken(movement('A02', { place: 'B', at: '0900' })),
  ]);
  const bytes = Buffer.from(movement('A01', { visit: 'V2' }).replace('|7|P|', '|7|T|'));
  const refusal = { reason: 'wrong-processing', detail: 'MSH-11' } as const;
  await service.journal.refuse({ channel: 'hl7', receivedAt: NOW, ...refusal, bytes });
  await settle(service);
  await service.stop();
}

function open(places: object, sink: KeptEvents): Promise<AdapterService> {
  const mapping = mappingWith({}, { places });
  const path = join(data, 'adapters.duckdb');
  return openAdapters({ path, mapping, sink, border: new Border(key) });
}

async function run(command: string, channel: object, places: object, ...options: string[]) {
  const { channels, ...rest } = mappingWith(channel, { places, keyFile: join(data, 'key') });
  await writeFile(file(), JSON.stringify({ ...rest, channels }));
  const program = new Command();
  adapterJournalCommands(program);
  await program.parseAsync([command, file(), '--data', data, ...options], { from: 'user' });
  return written.splice(0).join('');
}

test('notes lists what could not be used, by place', async () => {
  await filled();
  const [note, ...others] = JSON.parse(await run('notes', {}, { A: 'A' }, '--json'));
  expect(note).toMatchObject({ channel: 'hl7', reason: 'unmapped-location', key: 'B', count: 1 });
  expect(others).toEqual([]);
  expect(await run('notes', {}, { A: 'A' }, '--since', '2100-01-01T00:00:00Z')).toBe(
    'Everything was used.\n',
  );
});

test('replay counts what comes, and stores it only if it is no dry run', async () => {
  const sink = new KeptEvents();
  await filled(sink);
  const places = { A: 'A', B: 'B' };
  for (const options of [['--dry-run'], []]) {
    expect(await run('replay', {}, places, ...options)).toContain(
      '1 group interpreted: 1 events come, 0 change, 0 go\n',
    );
  }
  const service = await open(places, sink);
  await settle(service);
  await service.stop();
  expect(sink.held.map(({ type }) => type).toSorted()).toEqual(['admission', 'transfer']);
});

test('refused lists what could not be read, and reads it again', async () => {
  const sink = new KeptEvents();
  await filled(sink);
  expect(await run('refused', {}, { A: 'A' })).toContain('wrong-processing');
  expect(await run('refused', {}, { A: 'A' }, '--retry')).toBe(
    '1 record read again: 0 taken, 1 refused\n',
  );
  expect(await run('refused', { processing: ['P', 'T'] }, { A: 'A' }, '--retry')).toBe(
    '1 record read again: 1 taken, 0 refused\n',
  );
  expect(await run('refused', {}, { A: 'A' })).toBe('Nothing was refused.\n');
  const service = await open({ A: 'A' }, sink);
  await settle(service);
  await service.stop();
  expect(sink.held.map(({ type }) => type)).toEqual(['admission', 'admission']);
});
