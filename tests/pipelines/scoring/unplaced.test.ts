import { describe, expect, test } from 'vitest';
import { MICROS_PER_DAY } from '../../../schemas/instant.ts';
import type { UnplacedList } from '../../../schemas/unplaced.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, openScored } from '../../property/scored.ts';
import {
  admit,
  at,
  discharge,
  escort,
  event,
  leave,
  observe,
  siteWith,
  start,
  stop,
  transfer,
} from '../../support/scenario.ts';

const site = siteWith();
const ALL = { limit: 100, offset: 0 };
const of = (encounterId: string, one: WardEvent) =>
  ({ ...one, encounterId, id: `${encounterId}.${one.id}` }) as WardEvent;
const tick = (time: string) => event(time, { type: 'tick' });

/** Commits deliveries; says how many rows there are, and what each list has. */
async function scored(...deliveries: WardEvent[][]) {
  const store = await openScored(site);
  try {
    for (const events of deliveries) {
      const position = { topic: 'test', partition: 0, nextOffset: 0 };
      await store.commit([batchOf(events, site)], [], position);
    }
    const list = async (name: UnplacedList) => store.listUnplaced(name, ALL);
    const rows = await store.connection.rows<{ hour: number; presence: number; left: number }>(
      `select hour, presence_us / 60e6 as presence, departures as "left"
        from encounter_hour order by hour`,
    );
    const { 'silent-stays': silent, ...counts } = await store.countUnplaced();
    return {
      rows,
      counts: Object.values(counts),
      silent,
      silentStays: await list('silent-stays'),
      left: await list('presumed-left'),
      moves: (await list('moves-without-effect')).map(({ type, reason }) => [type, reason]),
      orphans: (await list('orphan-events')).map(({ type, code, reason }) => [type, code, reason]),
    };
  } finally {
    await store.close();
  }
}

describe('a stay without a sign of life', () => {
  const DAY = 24;

  test('ends by itself after thirty days, without a departure, and is presumed left', async () => {
    const { rows, counts, left } = await scored([admit('9:40'), tick('2026-03-01T00:00:00Z')]);
    // from 9:40 on the 5th of January to 9:40 on the 4th of February
    expect(rows).toHaveLength(30 * DAY + 1);
    expect(rows[0]).toMatchObject({ hour: at('9'), presence: 20 });
    expect(rows.at(-1)).toMatchObject({ hour: at('2026-02-04T09:00:00Z'), presence: 40, left: 0 });
    expect(counts).toEqual([1, 0, 0]);
    expect(left).toMatchObject([
      {
        encounterId: 'E1',
        wardId: 'A',
        occurredAt: at('9:40'),
        leftAt: at('2026-02-04T09:40:00Z'),
      },
    ]);
  });

  test('is listed from 48 hours on, until something comes or it ends by itself', async () => {
    const gone = [of('E2', admit('9')), of('E2', discharge('9:30'))];
    const before = await scored([admit('9:40'), ...gone, tick('2026-01-07T09:39:00Z')]);
    expect([before.silent, before.silentStays]).toEqual([0, []]);
    const { silent, silentStays, counts } = await scored([
      admit('9:40'),
      ...gone,
      tick('2026-01-07T09:40:00Z'),
    ]);
    expect([silent, counts]).toEqual([1, [0, 0, 0]]);
    expect(silentStays).toMatchObject([
      { encounterId: 'E1', wardId: 'A', reason: 'silent', occurredAt: at('9:40'), leftAt: null },
    ]);
    const sign = observe('2026-01-07T09:50:00Z', 'heart-rate', 80);
    expect(
      (
        await scored(
          [admit('9:40'), tick('2026-01-07T09:40:00Z')],
          [sign, tick('2026-01-08T00:00:00Z')],
        )
      ).silent,
    ).toBe(0);
    // after thirty days it has ended
    expect((await scored([admit('9:40'), tick('2026-03-01T00:00:00Z')])).silent).toBe(0);
  });

  test('any event puts it off, also one that no score reads', async () => {
    const note = event('2026-01-10T00:00:00Z', { type: 'assessment', instrument: 'nas', total: 3 });
    const { rows, counts } = await scored(
      [admit('9'), tick('2026-01-08T00:00:00Z')],
      [note],
      [tick('2026-03-01T00:00:00Z')],
    );
    expect(rows.at(-1)!.hour).toBe(at('2026-02-08T23:00:00Z'));
    expect(counts).toEqual([1, 0, 0]);
  });

  test.each([
    ['an observation', (time: string) => observe(time, 'pain', 3)],
    [
      'an assessment',
      (time: string) => event(time, { type: 'assessment', instrument: 'nas', total: 3 }),
    ],
  ])('comes back, all of it, when %s comes', async (_, sign) => {
    const { rows, counts } = await scored(
      [admit('9'), tick('2026-02-20T00:00:00Z')],
      [sign('2026-02-20T12:30:00Z')],
    );
    const last = at('2026-02-20T12:00:00Z');
    expect(rows.map(({ hour }) => hour)).toEqual(
      Array.from({ length: (last - at('9')) / 3600e6 + 1 }, (__, i) => at('9') + i * 3600e6),
    );
    expect(counts).toEqual([0, 0, 0]);
  });

  test('ends where it would have ended, when the sign is entered in error', async () => {
    const sign = observe('2026-02-20T12:30:00Z', 'pain', 3);
    const removal = { ...sign, status: 'entered-in-error' as const };
    const { rows, counts } = await scored(
      [admit('9'), sign, tick('2026-02-21T00:00:00Z')],
      [{ ...removal, recordedAt: at('2026-02-21T00:00:00Z') }],
    );
    expect(rows.at(-1)!.hour).toBe(at('2026-02-04T08:00:00Z'));
    expect(counts).toEqual([1, 0, 0]);
  });

  test('is in no list once it was left', async () => {
    const { counts } = await scored([admit('9'), tick('2026-02-20T00:00:00Z')], [discharge('10')]);
    expect(counts).toEqual([0, 0, 0]);
  });

  test('one event makes at most the hours of the limit, whatever stream time is', async () => {
    const late = { ...admit('9'), recordedAt: at('9') + 400 * MICROS_PER_DAY };
    const { rows } = await scored([late, tick('2226-01-01T00:00:00Z')]);
    expect(rows).toHaveLength(30 * DAY);
  });

  test('comes back, all of it, with an event within 400 days', async () => {
    const sign = observe('2027-02-09T09:00:00Z', 'pain', 3);
    const { rows, counts } = await scored([admit('9'), sign]);
    // from 9 on the 5th of January 2026; the hour of the event is the current one
    expect(rows).toHaveLength(400 * DAY + 1);
    expect(counts).toEqual([0, 0, 0]);
  });

  // thirty days from 9 on the 5th of January, and what the later event begins
  test.each<[string, WardEvent[], number, number[]]>([
    ['observed in 2226', [observe('2226-01-01T12:00:00Z', 'pain', 3)], 1, [0, 0, 0]],
    ['discharged in 2226', [discharge('2226-01-01T12:30:00Z')], 1, [0, 0, 0]],
    ['moved in 2226', [transfer('2226-01-01T12:30:00Z', 'B')], 2, [0, 0, 0]],
    ['born in 1926', [admit('1926-01-05T09:00:00Z')], 30 * DAY, [1, 0, 0]],
  ])('a mistaken year fills no silence: %s', async (_, events, more, lists) => {
    const { rows, counts } = await scored([admit('9'), ...events, tick('2026-03-01T00:00:00Z')]);
    expect(rows).toHaveLength(30 * DAY + more);
    expect(counts).toEqual(lists);
  });

  test('what comes into a silence later, and goes again, has the hours it would have had', async () => {
    const far = observe('2027-06-05T09:30:00Z', 'pain', 3);
    const late = observe('2026-12-05T09:00:00Z', 'pain', 3);
    const removal = { ...late, status: 'entered-in-error' as const, recordedAt: far.recordedAt };
    const first = [admit('9'), far];
    const apart = await scored(first);
    expect(apart.rows).toHaveLength(30 * DAY + 1);
    const together = await scored([...first, late]);
    // 516 days in steps of less than 400
    expect(together.rows).toHaveLength(516 * DAY + 1);
    expect(await scored(first, [late])).toEqual(together);
    expect(await scored(first, [late], [removal])).toEqual(apart);
    expect(await scored([far], [late], [admit('9')])).toEqual(together);
  });
});

describe('what found no place', () => {
  test('a discharge before the admission: the patient stays, and is listed', async () => {
    const before = { ...discharge('9'), recordedAt: at('10:05') };
    const { rows, counts, moves } = await scored([admit('10'), before, tick('14')]);
    expect(rows).toHaveLength(5);
    expect(counts).toEqual([0, 1, 0]);
    expect(moves).toEqual([['discharge', 'before-arrival']]);
  });

  test('moves without effect, with the reason', async () => {
    const { moves } = await scored([
      of('X', discharge('8')),
      of('Y', leave('8:10')),
      of('Z', admit('9')),
      of('Z', transfer('9', 'B')),
      of('Z', leave('10')),
      of('Z', leave('10:10')),
      of('Z', event('10:20', { type: 'leave.end' })),
      of('Z', event('10:30', { type: 'leave.end' })),
      tick('12'),
    ]);
    expect(moves).toEqual([
      ['leave.end', 'not-away'],
      ['leave.start', 'away-already'],
      ['admission', 'overridden'],
      ['leave.start', 'no-stay'],
      ['discharge', 'no-stay'],
    ]);
  });

  test('an escort at the very instant of leaving, and none of what ends there otherwise', async () => {
    const { counts, orphans } = await scored([
      ...[admit('8'), start('8:30', 'isolation'), discharge('9')],
      ...[escort('9', 30), stop('9', 'isolation'), observe('9', 'pain', 2)],
      tick('10'),
    ]);
    expect(counts).toEqual([0, 0, 1]);
    expect(orphans).toEqual([['task', 'escort', 'outside-stay']]);
  });

  test('events of someone never admitted, until the admission comes', async () => {
    const early = [of('N', observe('9', 'heart-rate', 80)), of('N', escort('9:30', 5)), tick('10')];
    const before = await scored(early);
    expect(before.orphans).toEqual([
      ['task', 'escort', 'never-admitted'],
      ['observation', 'heart-rate', 'never-admitted'],
    ]);
    const admitted = await scored(early, [of('N', admit('9:20'))]);
    expect(admitted.orphans).toEqual([['observation', 'heart-rate', 'outside-stay']]);
    const both = await scored(early, [of('N', admit('9'))]);
    expect(both.counts).toEqual([0, 0, 0]);
  });

  test('a list comes in parts', async () => {
    const store = await openScored(site);
    const events = [1, 2, 3].map((n) => of('N', observe(`9:0${n}`, 'pain', n)));
    await store.commit([batchOf([...events, tick('10')], site)], [], {
      ...{ topic: 'test', partition: 0, nextOffset: 0 },
    });
    const part = async (offset: number) =>
      (await store.listUnplaced('orphan-events', { limit: 2, offset })).map(
        ({ occurredAt }) => occurredAt,
      );
    expect(await part(0)).toEqual([at('9:03'), at('9:02')]);
    expect(await part(2)).toEqual([at('9:01')]);
    await store.close();
  });
});
