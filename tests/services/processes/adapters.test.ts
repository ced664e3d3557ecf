import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { frame } from '../../../services/adapters/hl7v2/frames.ts';
import { queueSink } from '../../../services/adapters/publish.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { AdapterProcess } from '../../../services/processes/adapters.ts';
import { siteWith } from '../../support/scenario.ts';
import { openServe, type ServeProcess } from '../../support/test-server.ts';
import { movement, NOW } from '../adapters/hospital.ts';

const site = siteWith();
let data: string;
let serve: ServeProcess;
let adapters: AdapterProcess;
let port: number;
const metrics = createMetrics();

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'vi-adapters-'));
  port = await freePort();
  await writeFile(join(data, 'site.key'), Buffer.alloc(32, 3), { mode: 0o600 });
  await writeMapping({ A: 'A' });
  serve = await openServe({ data, site, now: () => NOW / 1000 });
  adapters = await AdapterProcess.open({
    ...{ file: mappingFile(), data, site, now: () => NOW, metrics, log: createLog('silent') },
    sink: queueSink(serve.ingest.queue, () => serve.rules),
  });
});
afterEach(async () => {
  await adapters.stop();
  await serve.stop();
  await rm(data, { recursive: true });
});

const mappingFile = () => join(data, 'mapping.json');
async function writeMapping(places: Record<string, string>): Promise<void> {
  const channel = { name: 'adt', kind: 'mllp', source: 'ehr', port, provides: ['movements'] };
  await writeFile(
    mappingFile(),
    JSON.stringify({
      ...{ zone: 'Europe/Stockholm', keyFile: join(data, 'site.key'), places },
      channels: [channel],
    }),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return address.port;
}

/** Sends messages over TCP; resolves with the codes of as many answers. */
async function send(...texts: string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  for (const text of texts) socket.write(frame(Buffer.from(text)));
  const codes = () =>
    [
      ...Buffer.concat(received)
        .toString()
        .matchAll(/\rMSA\|(..)/g),
    ].map(([, code]) => code!);
  await expect.poll(codes).toHaveLength(texts.length);
  socket.destroy();
  return codes();
}

const hoursOf = () =>
  serve.serving.queryPool.rows<{ ward_id: string; hour: number; encounters: number }>(
    `select ward_id, hour(hour)::integer as hour, count(*) as encounters from encounter_hour
      group by all order by hour`,
    {},
  );

test('messages over TCP become the hours of a ward', async () => {
  await serve.start();
  await adapters.start();
  const unmapped = movement('A02', { place: 'X', at: '1000' });
  const wrong = movement('A01').replace('|7|P|', '|7|T|');
  const next = movement('A01', { visit: 'V2', at: '1130' });
  const texts = [movement('A01'), unmapped, movement('A03', { at: '1030' }), next, wrong];
  expect(await send(...texts)).toEqual(['AA', 'AA', 'AA', 'AA', 'AR']);
  await adapters.service.idle();
  await serve.idle();
  // local time is an hour ahead
  expect(await hoursOf()).toEqual(
    [7, 8, 9, 10].map((hour) => ({ ward_id: 'A', hour, encounters: 1 })),
  );

  await adapters.look();
  adapters.gauge();
  const text = await metrics.registry.metrics();
  expect(text).toContain('vardintensitet_adapter_answers{channel="adt",code="AA"} 4');
  expect(text).toContain(
    'vardintensitet_adapter_notes{channel="adt",reason="unmapped-location"} 1',
  );
  expect(text).toContain(
    'vardintensitet_adapter_refused{channel="adt",reason="wrong-processing"} 1',
  );
  expect(text).toContain('vardintensitet_adapter_events_waiting 0');
});
