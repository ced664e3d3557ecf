import { afterEach, beforeEach, expect, test } from 'vitest';
import { networksOf } from '../../../services/http/client-address.ts';
import { verify } from '../../../services/security/audit/audit-verify.ts';
import { cookieOf, GuardedApp } from './app.ts';

let house: GuardedApp;
beforeEach(async () => {
  house = await new GuardedApp().open({ rateLimit: 50, isProxy: networksOf(['127.0.0.1']) });
});
afterEach(() => house.end());

const from = (client: string) => ({ 'x-forwarded-for': client });
/** The lines once what was counted is written. */
const lines = async () => {
  await house.access.refused.write();
  return house.lines('2026-01').map(({ at: _, seq: __, previous: ___, ...line }) => line);
};
const since = '2026-01-05T12:00:00.000Z';
const note = 'requests were refused';

test('requests of nobody are a line a minute for each address and problem, however many they are', async () => {
  for (let i = 0; i < 30; i++) await house.status('/v1/wards', 'guess', from('192.0.2.1'));
  for (let i = 0; i < 4; i++) await house.status('/v1/wards', null, from(`2001:db8::${i}`));
  await house.status('/v1/nothing', 'guess', from('192.0.2.1'));
  const written = await lines();
  // twenty guesses are judged, and those after them wait
  expect(written).toEqual([
    { note, address: '192.0.2.1', problem: 'unauthenticated', since, count: 20 },
    { note, address: '192.0.2.1', problem: 'rate-limited', since, count: 10 },
    { note, address: '2001:db8:0:0::/64', problem: 'unauthenticated', since, count: 4 },
  ]);
  expect(await lines()).toEqual(written);
  expect((await verify(`${house.folder}/audit`)).breaks).toEqual([]);
});

test('too many of one who is known are counted too; what they may not do has a line each', async () => {
  for (let i = 0; i < 53; i++) await house.status('/v1/wards', house.localKey, from('192.0.2.1'));
  const written = await lines();
  expect(written).toHaveLength(51);
  expect(written.at(-1)).toEqual({
    ...{ note, address: '192.0.2.1', problem: 'rate-limited', since, count: 3 },
  });
  expect(await house.status('/v1/audit', house.localKey)).toBe(429);
});

test('addresses are bounded: those beyond are one', async () => {
  for (let i = 0; i < 1_500; i++) {
    house.access.refused.count(`10.0.${Math.floor(i / 250)}.${i % 250}`, 'unauthenticated');
  }
  const written = await lines();
  expect(written).toHaveLength(1_001);
  expect(written.at(-1)).toMatchObject({ address: 'others', count: 500 });
});

test('signing out without a session leaves no line, and with one says whose it was', async () => {
  const out = (cookie?: string) =>
    house.app.inject({
      ...{ method: 'DELETE', url: '/v1/session' },
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie === undefined ? {} : { cookie }) },
    });
  const headers = { authorization: `Bearer ${house.localKey}` };
  const cookie = cookieOf(await house.app.inject({ method: 'POST', url: '/v1/session', headers }));
  const before = (await lines()).length;
  for (let i = 0; i < 5; i++) expect((await out()).statusCode).toBe(204);
  expect(await lines()).toHaveLength(before);
  expect((await out(cookie)).statusCode).toBe(204);
  expect((await lines()).slice(before)).toMatchObject([
    { method: 'DELETE', subject: 'local', status: null },
    { method: 'DELETE', subject: 'local', status: 204 },
  ]);
});

test('a flood of guesses costs the disk nothing, and what is counted is written at the end', async () => {
  for (let i = 0; i < 200; i++) await house.status('/v1/wards', `guess-${i}`);
  await house.close();
  const written = house.lines('2026-01');
  expect(written.map(({ count }) => count)).toEqual([20, 180]);
  house = await new GuardedApp(house.folder).open();
});
