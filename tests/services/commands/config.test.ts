import { expect, test } from 'vitest';
import { parseConfig, scoreConfig, serverConfig } from '../../../services/commands/config.ts';

test('an option goes before the environment, which goes before the default', () => {
  const environment = { VARDINTENSITET_PORT: '9000', VARDINTENSITET_DATA: '/var/lib/v' };
  expect(parseConfig(serverConfig, { port: '7000' }, environment)).toMatchObject({
    port: 7000,
    data: '/var/lib/v',
    host: '127.0.0.1',
    logLevel: 'warn',
  });
  // commander gives undefined for what is not said
  expect(parseConfig(serverConfig, { port: undefined }, environment).port).toBe(9000);
});

test.each([
  [{ port: '65536' }, {}, '--port'],
  [{ port: 'http' }, {}, '--port'],
  [{ wards: '0' }, {}, '--wards'],
  [{}, { VARDINTENSITET_QUEUE: 'many' }, '--queue'],
  [{ patience: '0' }, {}, '--patience'],
  [{ memory: '199' }, {}, '--memory'],
  [{}, { VARDINTENSITET_MEMORY: '1GB' }, '--memory'],
  [{}, { VARDINTENSITET_PATIENCE: '1.5' }, '--patience'],
  [{}, { VARDINTENSITET_LOG_LEVEL: 'loud' }, '--log-level'],
  [{}, { VARDINTENSITET_DATA: '' }, '--data'],
])('what cannot be is refused by name: %j %j', (options, environment, name) => {
  expect(() => parseConfig(serverConfig, options, environment)).toThrow(RangeError);
  expect(() => parseConfig(serverConfig, options, environment)).toThrow(name);
});

test('a service takes of the environment what is its own, and needs a site', () => {
  const environment = { VARDINTENSITET_QUEUE: '5', VARDINTENSITET_SITE: 'site.json' };
  expect(parseConfig(scoreConfig, {}, environment)).toMatchObject({
    site: 'site.json',
    port: 8082,
  });
  expect(() => parseConfig(scoreConfig, {}, {})).toThrow('--site: Expected a site file');
});

test('a request waits ten seconds at most, unless another number is given', () => {
  expect(parseConfig(serverConfig, {}, {}).patience).toBe(10);
  expect(parseConfig(serverConfig, {}, { VARDINTENSITET_PATIENCE: '60' }).patience).toBe(60);
});
