import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kafkaSettings } from '../../services/transport/kafka/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-kafka-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test('brokers are enough; the rest has defaults', () => {
  expect(kafkaSettings({ KAFKA_BROKERS: 'a:9092, b:9093' })).toEqual({
    brokers: ['a:9092', 'b:9093'],
    tls: false,
    sasl: null,
    prefix: '',
    partitions: 3,
    replication: 1,
    createTopics: true,
    retentionDays: 3650,
    sessionSeconds: 30,
  });
});

test('TLS with an authority of its own, and a password from a file', () => {
  const settings = kafkaSettings({
    KAFKA_BROKERS: 'a:9093',
    KAFKA_CA_FILE: file('ca.pem', 'PEM'),
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_USERNAME: 'ward',
    KAFKA_PASSWORD_FILE: file('password', 'secret\n'),
  });
  expect(settings.tls).toEqual({ ca: 'PEM' });
  const sasl = { mechanism: 'scram-sha-512', username: 'ward', password: 'secret' };
  expect(settings.sasl).toEqual(sasl);
});

test.each([
  [{}, 'KAFKA_BROKERS: Expected the addresses'],
  [{ KAFKA_BROKERS: 'http' }, 'KAFKA_BROKERS: Expected host:port'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_TLS: 'yes' }, 'KAFKA_TLS'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_PARTITIONS: '0' }, 'KAFKA_PARTITIONS'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_PREFIX: 'å' }, 'KAFKA_PREFIX'],
  [
    { KAFKA_BROKERS: 'a:1', KAFKA_CA_FILE: '/nowhere/ca' },
    'KAFKA_CA_FILE: the file cannot be read',
  ],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_TLS: 'true', KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_USERNAME'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_CREATE_TOPICS: 'no' }, 'KAFKA_CREATE_TOPICS'],
])('what cannot be is refused by the name of its variable: %j', (variables, message) => {
  expect(() => kafkaSettings(variables)).toThrow(message);
});

describe('a password', () => {
  const login = {
    ...{ KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'plain' },
    ...{ KAFKA_USERNAME: 'ward', KAFKA_PASSWORD: 'hunter2' },
  };

  test('is never sent readable, unless that is allowed', () => {
    for (const variables of [login, { ...login, KAFKA_TLS: 'false' }]) {
      expect(() => kafkaSettings(variables)).toThrow(
        /^(?!.*hunter2)KAFKA_SASL_MECHANISM: plain would send the password readable/,
      );
    }
    const allowed = kafkaSettings({ ...login, KAFKA_ALLOW_CLEARTEXT_PASSWORD: 'true' });
    expect(allowed.sasl).toMatchObject({ mechanism: 'plain' });
  });

  test.each([
    { KAFKA_TLS: 'true' },
    { KAFKA_SASL_MECHANISM: 'scram-sha-256' },
    { KAFKA_SASL_MECHANISM: 'scram-sha-512' },
  ])('may go where nobody can read it: %j', (more) => {
    expect(kafkaSettings({ ...login, ...more }).sasl).toMatchObject({ password: 'hunter2' });
  });
});

test('a secret is in no message', () => {
  const variables = {
    KAFKA_BROKERS: 'a:1',
    KAFKA_SASL_MECHANISM: 'md5',
    KAFKA_PASSWORD: 'hunter2',
  };
  expect(() => kafkaSettings(variables)).toThrow(/^(?!.*hunter2).*KAFKA_SASL_MECHANISM/);
});
