import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { killServers } from '../process/live-server.ts';
import { cliWith } from '../support/cli.ts';
import { Broker } from './broker.ts';
import { Distributed, undisturbed } from './distributed.ts';

const LOGIN = { username: 'ward', password: 'tall-ship-9' };
const HOSPITAL = { wards: 1, bedsPerWard: 2, days: 1, seed: 1 };
const found = inject('kafka');
const folder = mkdtempSync(join(tmpdir(), 'vi-security-'));

// only a broker of our own has a login we know
describe.runIf(found.kind === 'jars')('TLS and a login', () => {
  let broker: Broker;
  let house: Distributed;
  beforeAll(async () => {
    broker = await Broker.start((found as { folder: string }).folder, LOGIN);
  });
  afterAll(async () => {
    await killServers();
    await house?.end();
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (password: string) => {
    const file = join(folder, `password-${password}`);
    writeFileSync(file, `${password}\n`);
    return {
      KAFKA_BROKERS: broker.secureAddress,
      KAFKA_CA_FILE: broker.certificateFile,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_USERNAME: LOGIN.username,
      KAFKA_PASSWORD_FILE: file,
    };
  };

  test('the three services work over them', async () => {
    house = new Distributed(broker.secureAddress, HOSPITAL, environment(LOGIN.password));
    await house.startAll();
    const at = (time: string) => ({
      occurredAt: `2026-01-05T${time}:00Z`,
      recordedAt: `2026-01-05T${time}:00Z`,
    });
    const events = [
      {
        id: '1',
        source: 'adt',
        type: 'admission',
        encounterId: 'E',
        wardId: '31A',
        ...at('08:00'),
      },
      { id: '2', source: 'clock', type: 'tick', ...at('10:00') },
    ];
    const response = await house.get('ingest').send(JSON.stringify(events), 'application/json');
    expect(response.status).toBe(200);
    const lines = events.map((event) => JSON.stringify(event));
    await house.served(await undisturbed(lines, house.site));
    expect(await house.stopAll()).toEqual([0, 0, 0]);
  });

  test.each([
    ['a wrong password', () => environment('wrong')],
    [
      'an authority that is not known',
      () => ({ ...environment(LOGIN.password), KAFKA_CA_FILE: undefined, KAFKA_TLS: 'true' }),
    ],
  ])('%s is refused, and said without the secret', (_, of) => {
    const run = cliWith(of(), 'topics');
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^error: Kafka cannot be reached/m);
    expect(run.stderr).not.toContain(LOGIN.password);
  });
});
