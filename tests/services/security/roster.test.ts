import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RosterPreview } from '../../../schemas/roster-upload.ts';
import { JudgingHouse } from './judging-house.ts';

const house = new JudgingHouse();
const PLANNER = 'planner:A';

beforeAll(async () => {
  await house.allow(PLANNER, 'planner', 'ward_lead:A', 'auditor');
  await house.open();
});
afterAll(async () => {
  await house.close();
  house.end();
});

const HEADER = 'Enhet;Anst;Yrke;Datum;Start;Slut;Aktivitet';
const DAY = [
  'A;1001;Sjuksköterska;2026-01-06;07:00;15:00;Arbete',
  'A;1002;Sjuksköterska;2026-01-06;21:00;07:00;Arbete',
];
const BROKEN = 'A;1003;Sjuksköterska;2026-01-06;kl sju;15:00;Arbete';

async function send(rows: readonly string[], more: object = {}, caller = PLANNER) {
  const file = Buffer.from([HEADER, ...rows].join('\r\n'), 'latin1').toString('base64');
  const answer = await house.ask(caller, {
    method: 'POST',
    url: '/v1/roster',
    payload: { file, ...more },
  });
  const body = JSON.parse(answer.body);
  return { status: answer.statusCode, type: body.type as string, body: body as RosterPreview };
}

/** Staffing of ward A by hour, `06:00 rn 1`, as the export has it. */
async function staffing(): Promise<string[]> {
  const url =
    '/v1/export/staffing?from=2026-01-06T00:00:00Z&to=2026-01-08T00:00:00Z&wards=A&format=json';
  const { body } = await house.ask(PLANNER, { url });
  const items = JSON.parse(body) as { from: string; role: string; headcount: number }[];
  return items
    .map(({ from, role, headcount }) => `${from.slice(8, 13)} ${role} ${headcount}`)
    .toSorted();
}

async function apply(rows: readonly string[]): Promise<RosterPreview> {
  const { token } = (await send(rows)).body;
  return (await send(rows, { token })).body;
}

test('a roster is shown first, and stored with the token of that answer', async () => {
  const { status, body } = await send([...DAY, BROKEN]);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ isApplied: false, rows: 3, missing: [], mistakeCount: 1, otherSources: [] },
    columns: {
      ward: 'Enhet',
      person: 'Anst',
      role: 'Yrke',
      date: 'Datum',
      start: 'Start',
      end: 'Slut',
    },
    days: [
      { wardId: 'A', day: '2026-01-06', added: 18, changed: 0, removed: 0, before: 0, after: 18 },
    ],
    mistakes: [{ line: 4, column: 'Start', problem: 'no-time', word: '' }],
    roles: [{ word: 'Sjuksköterska', rows: 3, meaning: 'rn' }],
  });
  expect(await staffing()).toEqual([]);
  const applied = await send([...DAY, BROKEN], { token: body.token });
  expect(applied.body).toMatchObject({ isApplied: true, rejected: [] });
  // 07 to 15 and 21 to 07 at one hour ahead of UTC
  const hours = [...Array(8).keys()].map((hour) => `06T${String(hour + 6).padStart(2, '0')} rn 1`);
  const night = [20, 21, 22, 23].map((hour) => `06T${hour} rn 1`);
  const morning = [0, 1, 2, 3, 4, 5].map((hour) => `07T0${hour} rn 1`);
  expect(await staffing()).toEqual([...hours, ...night, ...morning]);
});

test('sent again there is nothing to store', async () => {
  expect((await send(DAY)).body).toMatchObject({
    token: null,
    days: [{ added: 0, changed: 0, removed: 0, before: 18, after: 18 }],
  });
});

test('the day after leaves the hours of the night before', async () => {
  house.now += 60_000;
  const next = ['A;1001;Sjuksköterska;2026-01-07;06:00;07:30;Arbete'];
  expect((await apply(next)).days).toMatchObject([{ day: '2026-01-07', added: 2, removed: 0 }]);
  // the night is until 06:00 UTC, the morning from 05:00: both are there
  expect(await staffing()).toEqual(expect.arrayContaining(['07T05 rn 1', '07T06 rn 0.5']));
  expect((await staffing()).filter((hour) => hour === '07T05 rn 1')).toHaveLength(2);
});

test('without one nurse, her hours go and others stay', async () => {
  house.now += 60_000;
  const before = await staffing();
  const applied = await apply([DAY[0]!]);
  expect(applied.days).toMatchObject([{ added: 0, changed: 0, removed: 10, before: 18, after: 8 }]);
  const gone = before.filter((hour) => /^06T2|^07T0[0-5]/.test(hour));
  expect(gone).toHaveLength(11);
  expect(await staffing()).toHaveLength(before.length - 10);
});

test('a token of what was shown before does not store something else', async () => {
  const { token } = (await send(DAY)).body;
  house.now += 60_000;
  await apply(DAY);
  const late = await send(DAY, { token });
  expect([late.status, late.type]).toEqual([409, 'urn:vardintensitet:problem:roster-changed']);
});

test('for the wards of the planner alone, and of no other who sees them', async () => {
  const other = ['B;1001;Sjuksköterska;2026-01-06;07:00;15:00;Arbete'];
  expect((await send(other)).body).toMatchObject({
    token: null,
    wards: [{ word: 'B', meaning: null }],
  });
  expect((await send(other, { wards: { B: 'B' } })).status).toBe(403);
  expect((await send(other, {}, 'planner')).body).toMatchObject({
    days: [{ wardId: 'B', added: 8 }],
  });
  expect((await send(DAY, {}, 'ward_lead:A')).status).toBe(403);
});

test('columns and words that are not recognised can be chosen', async () => {
  const file = Buffer.from('X;Y;Z;Q\nAvd A;Spec-sk;2026-01-09 07:00;2026-01-09 08:00\n').toString(
    'base64',
  );
  const ask = (more: object) =>
    house.ask(PLANNER, { method: 'POST', url: '/v1/roster', payload: { file, ...more } });
  expect(JSON.parse((await ask({})).body)).toMatchObject({
    ...{ missing: ['ward', 'role', 'start', 'end'], headings: ['X', 'Y', 'Z', 'Q'], token: null },
  });
  const columns = { ward: 'X', role: 'Y', start: 'Z', end: 'Q' };
  const chosen = await ask({ columns, wards: { 'Avd A': 'A' }, roles: { 'Spec-sk': 'rn' } });
  expect(JSON.parse(chosen.body)).toMatchObject({
    days: [{ day: '2026-01-09', added: 1 }],
    mistakes: [],
  });
});

test('what is no roster is refused with the reason', async () => {
  const cut = await house.ask(PLANNER, {
    ...{ method: 'POST', url: '/v1/roster' },
    payload: { file: Buffer.from('a;b;c\n1;2;3\n4;5').toString('base64') },
  });
  expect(cut.statusCode).toBe(400);
  expect(JSON.parse(cut.body).detail).toBe(
    'Line 3, the last: the file is cut off has 2 columns, the header 3',
  );
});

test('the audit has every upload, and nothing has a person', async () => {
  expect(house.audited).toContain('/v1/roster');
  expect(house.audited + house.logged).not.toMatch(/100[123]\b.*Sjuksk/);
  expect(await staffing().then(String)).not.toContain('100');
});
