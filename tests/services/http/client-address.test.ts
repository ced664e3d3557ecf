import { expect, test } from 'vitest';
import { clientOf, forwardedFor, networksOf } from '../../../services/http/client-address.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, client) => {
  expect(clientOf(address)).toBe(client);
});

test('networks hold the addresses that are in them', () => {
  const holds = networksOf(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);
  expect(
    [
      '10.255.0.1',
      '::ffff:10.0.0.1',
      '11.0.0.1',
      '192.0.2.7',
      '192.0.2.8',
      '2001:db8:9::1',
      'x',
    ].map(holds),
  ).toEqual([true, true, false, true, false, true, false]);
  expect(networksOf([])('127.0.0.1')).toBe(false);
});

test.each([
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0/8',
  'proxy.example',
  '2001:db8::/129',
  '1.2.3.4/8/8',
])('%s is no network', (text) =>
  expect(() => networksOf([text])).toThrow('an address or a network'),
);

const isProxy = networksOf(['10.0.0.0/8', '2001:db8::/32']);
test.each([
  // nobody trusted says anything
  ['192.0.2.1', '198.51.100.1', '192.0.2.1'],
  ['10.0.0.1', undefined, '10.0.0.1'],
  ['10.0.0.1', '', '10.0.0.1'],
  ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
  // what is left of the first that is not trusted is made up
  ['10.0.0.1', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
  ['10.0.0.1', '10.9.9.9, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['10.0.0.1', ['203.0.113.9', '198.51.100.1'], '198.51.100.1'],
  ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['10.0.0.1', '198.51.100.1, nonsense', '10.0.0.1'],
  ['10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
  ['10.0.0.1', '[2001:1::5]:443', '2001:1::5'],
  ['2001:db8::9', '2001:1::5', '2001:1::5'],
  ['10.0.0.1', `${'10.0.0.1,'.repeat(10_000)}10.0.0.1`, '10.0.0.1'],
])('of %s that forwards for %j the client is %s', (connected, header, client) => {
  expect(forwardedFor(connected, header, isProxy)).toBe(client);
});
