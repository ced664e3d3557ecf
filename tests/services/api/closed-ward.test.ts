import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { TestServer } from '../../support/test-server.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const WARD = { type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const closing = (closedFrom?: string) =>
  siteSchema.parse({
    siteId: 't',
    model: 'vi-1',
    name: 'T',
    wards: ['A', 'B'].map((wardId) => ({
      ...{ ...WARD, wardId, name: wardId },
      ...(wardId === 'A' && closedFrom !== undefined ? { closedFrom } : {}),
    })),
  });
const move = (id: string, hour: string, wardId: string) => ({
  ...{ id, source: 'ehr', encounterId: `E${id}`, type: 'admission', wardId },
  ...{ occurredAt: `2026-01-05T${hour}:00Z`, recordedAt: `2026-01-05T${hour}:00Z` },
});

interface Hour {
  wardId: string;
  from: string;
  reason: string | null;
  minutes: number | null;
  patientHours: number | null;
}

const keyIn = (data: string) => ({
  authorization: `Bearer ${readFileSync(join(data, 'local-key'), 'utf8').trim()}`,
});

async function served(data: string, site: ReturnType<typeof closing>, ...events: object[]) {
  const server = await TestServer.open({ data, site });
  await server.serve.start();
  const inject = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await server.app.inject({
      ...{ method, url, headers: keyIn(data) },
      ...(payload === undefined ? {} : { payload }),
    });
    return answer.json();
  };
  const outcome = events.length === 0 ? null : await inject('POST', '/v1/events', events);
  await server.close();
  const again = await TestServer.open({ data, site });
  await again.serve.start();
  const get = async (url: string) => {
    return (await again.app.inject({ url, headers: keyIn(data) })).json();
  };
  const wall = (await get('/v1/wards')).wards.map(({ wardId }: Hour) => wardId);
  const wards = (await get('/v1/site')).wards;
  const range = 'from=2026-01-05T08:00:00Z&to=2026-01-05T14:00:00Z&grain=hour';
  const hours: Hour[] = (await get(`/v1/wards/A/intensity?${range}`)).items;
  const known: Hour[] = (await get(`/v1/wards/A/intensity?${range}&asKnownAt=2026-01-05T13:00:00Z`))
    .items;
  await again.close();
  return { outcome, wall, wards, hours, known };
}

test('a ward that has closed leaves the wall, and its history stays', async () => {
  const data = mkdtempSync(join(tmpdir(), 'vi-closing-'));
  folders.push(data);
  const events = [move('1', '08:00', 'A'), move('2', '13:00', 'B')];
  const open = await served(data, closing(), ...events);
  expect(open.outcome.accepted).toBe(2);
  expect(open.wall).toEqual(['A', 'B']);
  expect(open.hours.map(({ patientHours }) => patientHours)).toEqual([1, 1, 1, 1, 1, 1]);

  const late = move('3', '12:00', 'A');
  const closed = await served(data, closing('2026-01-05T10:30:00Z'), late);
  expect(closed.outcome.results[0]).toMatchObject({ status: 'rejected', reason: 'closed-ward' });
  expect(closed.wall).toEqual(['B']);
  expect(closed.wards[0]).toMatchObject({ wardId: 'A', closedFrom: '2026-01-05T10:30:00Z' });
  expect(closed.hours.map(({ patientHours }) => patientHours)).toEqual([
    1,
    1,
    0.5,
    null,
    null,
    null,
  ]);
  expect(closed.hours.map(({ reason }) => reason)).toEqual([
    ...[null, null, null],
    ...['closed', 'closed', 'closed'],
  ]);
  expect(closed.hours.slice(3).map(({ minutes }) => minutes)).toEqual([null, null, null]);
});
