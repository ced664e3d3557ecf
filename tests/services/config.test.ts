import { expect, test } from 'vitest';
import { parseServerConfig } from '../../services/config.ts';

test('an option goes before the environment, which goes before the default', () => {
  const environment = { VARDINTENSITET_PORT: '9000', VARDINTENSITET_DATA: '/var/lib/v' };
  expect(parseServerConfig({ port: '7000' }, environment)).toMatchObject({
    port: 7000,
    data: '/var/lib/v',
    host: '127.0.0.1',
    logLevel: 'warn',
  });
  // commander gives undefined for what is not said
  expect(parseServerConfig({ port: undefined }, environment).port).toBe(9000);
});

test.each([
  [{ port: '65536' }, {}, '--port'],
  [{ port: 'http' }, {}, '--port'],
  [{ wards: '0' }, {}, '--wards'],
  [{}, { VARDINTENSITET_QUEUE: 'many' }, '--queue'],
  [{}, { VARDINTENSITET_LOG_LEVEL: 'loud' }, '--logLevel'],
  [{}, { VARDINTENSITET_DATA: '' }, '--data'],
])('what cannot be is refused by name: %j %j', (options, environment, name) => {
  expect(() => parseServerConfig(options, environment)).toThrow(RangeError);
  expect(() => parseServerConfig(options, environment)).toThrow(name);
});
