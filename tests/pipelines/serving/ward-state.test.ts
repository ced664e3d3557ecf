import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NOTHING_APPLIED, ServingStore } from '../../../pipelines/serving/store.ts';
import { MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import { type Site, site as siteSchema } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { nurses } from '../../reference/example.ts';
import { at, event, siteWith, vitals } from '../../support/scenario.ts';
import { changesAfter } from './publication.ts';
import { ServedFile, template } from './served-file.ts';
import { Stores } from './stores.ts';
import type { Row } from './usual-world.ts';

/**
 * Levels and states with answers by hand. Monday 5 January 2026 in Stockholm, UTC+1: the day shift is
 * 06–13 UTC, and `now` is 09:30 UTC. Every patient came on Sunday and is A2/S2 with NEWS2 0, which asks for nothing
 * beyond the norm: (33 + 55 + 76)/16 = 10.25 min an hour by vi-1.
 */
const PER_PATIENT = 10.25;
const NOW = '9:30';

interface Ward {
  readonly agreed?: object[];
  readonly beds?: number;
  readonly minimumRn?: number;
  readonly skillMix?: Site['skillMix'];
  readonly model?: Site['model'];
}

function siteOf({ skillMix = {}, model = 'vi-1', ...ward }: Ward): Site {
  return siteSchema.parse({
    siteId: 'test',
    name: 'Test',
    wards: [
      { wardId: 'A', name: 'A', type: 'medicine', beds: 30, nightPatientsPerStaff: 10, ...ward },
    ],
    ...{ skillMix, model },
  });
}

/** Patients who came yesterday at 08:00 UTC, each with two functions at 2 and a complex dressing that makes S2. */
function patients(count: number, observed = NOW): WardEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const own = { encounterId: `E${n}` };
    const come = event('4 8', { type: 'admission', wardId: 'A', ...own });
    const dressing = event('6', { type: 'task', code: 'dressing.complex', ...own });
    const levels = ['hygiene', 'nutrition', 'elimination', 'mobility'].map((area, place) =>
      event('6', {
        type: 'observation',
        code: `function.${area}`,
        value: place < 2 ? 2 : 1,
        ...own,
      }),
    );
    const observed = vitals('5:59').map(
      (one) => ({ ...one, ...own, id: `${one.id} ${n}` }) as WardEvent,
    );
    return [come, dressing, ...levels, ...observed];
  })
    .flat()
    .concat(event(observed, { type: 'tick' }));
}

async function wardNow(site: Site, events: readonly WardEvent[]): Promise<WardNow> {
  const scorer = await Scorer.open(':memory:', site);
  const serving = await ServingStore.open(':memory:', site);
  try {
    const staffing = events.filter((one) => one.type === 'staffing');
    await serving.publish(staffing);
    await scorer.publish(events.filter((one) => one.type !== 'staffing'));
    await scorer.score();
    await serving.apply((await changesAfter(scorer, NOTHING_APPLIED))!);
    const [ward] = (await serving.wardsNow()).wards;
    return ward!.inside;
  } finally {
    await scorer.close();
    await serving.close();
  }
}

const present = (rn: number, na: number, to = '13') => [
  nurses('rn', 'actual', rn, '6', to),
  nurses('na', 'actual', na, '6', to),
];
/** 8 persons agreed by day at 20 patients A2/S2. */
const agreed = [{ shift: 'day', rn: 5, na: 3, at: { patients: 20 } }];

describe('level, balance and state', () => {
  test('L1: eight agreed at 20 patients: 24 ask for 9.6, and eight are 1.6 short', async () => {
    const ward = await wardNow(siteOf({ agreed }), [...patients(24), ...present(5, 3)]);
    // norm at the agreed mix 20 · 10.25 / 60 = 3.416667 persons, k = 8 / 3.416667 = 2.341463
    expect(ward.minutes).toBeCloseTo(24 * PER_PATIENT, 6);
    expect(ward.level).toEqual({ k: 2.341463, basis: 'agreed', rnShare: 0.625, validFrom: null });
    expect(ward.normNurses).toBeCloseTo(4.1, 9);
    expect(ward.requiredNurses).toBeCloseTo(9.6, 5);
    expect(ward.requiredRn).toBeCloseTo(6, 5);
    expect(ward.gap).toBeCloseTo(-1.6, 5);
    expect(ward.load).toBeCloseTo(1.2, 5);
    expect(ward.restOfShift).toMatchObject({ shiftId: 'day', until: '2026-01-05T13:00:00Z' });
    expect(ward.restOfShift!.gap).toBeCloseTo(-1.6, 5);
    expect(ward).toMatchObject({ state: 'short', missingRn: null });
  });

  test('L2: the same ward with 16 patients has 1.6 to spare', async () => {
    const ward = await wardNow(siteOf({ agreed }), [...patients(16), ...present(5, 3)]);
    expect(ward.requiredNurses).toBeCloseTo(6.4, 5);
    expect(ward.gap).toBeCloseTo(1.6, 5);
    expect(ward).toMatchObject({ state: 'room', marks: [] });
  });

  test.each([
    // required 0.4 a patient: at 8 persons
    [20, 'balanced'], // 8
    [21, 'balanced'], // 8.4: −0.4
    [23, 'tight'], // 9.2: −1.2 persons, but 13 %
    [24, 'short'], // 9.6: −1.6, 17 %
    [18, 'balanced'], // 7.2: +0.8
    [17, 'room'], // 6.8: +1.2, 18 %
  ] as const)('with %i patients it is %s', async (count, state) => {
    const ward = await wardNow(siteOf({ agreed }), [...patients(count), ...present(5, 3)]);
    expect(ward.state).toBe(state);
  });

  test.each([
    // 16 patients ask for 6.4: 15 % are 0.96. A figure that reads −1,0 is a person
    [16, 5, 0.44, 'short'], // −0.96
    [16, 5, 2.34, 'balanced'], // +0.94 reads +0,9
    // 17 ask for 6.8: 15 % are 1.02, and −1,0 is not as much
    [17, 5, 0.76, 'tight'], // −1.04
  ] as const)(
    'with %i patients, %d RN and %d NA the state is that of the figure as it reads: %s',
    async (count, rn, na, state) => {
      const ward = await wardNow(siteOf({ agreed }), [...patients(count), ...present(rn, na)]);
      expect(ward).toMatchObject({ state, gapState: state, restOfShift: { state } });
    },
  );

  test('of two registered nurses 1.96 are there, which reads 2,0: nobody is missing', async () => {
    const ward = await wardNow(siteOf({ agreed }), [...patients(8), ...present(1.96, 3)]);
    expect(ward).toMatchObject({ missingRn: null, marks: [] });
  });

  test('the hour now and the rest of the shift each say what they come to', async () => {
    // 6.4 required: 7.4 are there until ten, then 5
    const ward = await wardNow(siteOf({ agreed }), [
      ...patients(16),
      ...[nurses('rn', 'actual', 5, '6', '13'), nurses('na', 'actual', 2.4, '6', '10')],
      nurses('na', 'actual', 0, '10', '13', { id: 'later' }),
    ]);
    // four hours are left: (1.0 + 3 · −1.4) / 4 = −0.8
    expect(ward).toMatchObject({
      gapState: 'room',
      restOfShift: { state: 'tight' },
      state: 'tight',
    });
  });

  test('L5: one registered nurse and three assistants are short of one, with persons to spare', async () => {
    // 8 patients: 3.2 persons required
    const ward = await wardNow(siteOf({ agreed }), [...patients(8), ...present(1, 3)]);
    expect(ward.requiredNurses).toBeCloseTo(3.2, 5);
    expect(ward.gap).toBeCloseTo(0.8, 5);
    expect(ward).toMatchObject({ state: 'short', missingRn: 1 });
    expect(ward.marks).toContain('rn-missing');
    const night = await wardNow(siteOf({ agreed, minimumRn: 1 }), [
      ...patients(8),
      ...present(1, 3),
    ]);
    expect(night.missingRn).toBeNull();
  });

  test('registered nurses are held against the minimum by who is there now, and figures by the mean of the hour', async () => {
    const changing = async (before: number, after: number) => {
      // it is 09:30: after a change at 09:20 a third of the hour is of those before
      const rn = [
        nurses('rn', 'actual', before, '6', '9:20', { id: 'before' }),
        nurses('rn', 'actual', after, '9:20', '13', { id: 'after' }),
      ];
      // the roster of the hour does not count beside those who are there
      const roster = nurses('rn', 'planned', 9, '6', '13');
      const na = nurses('na', 'actual', 3, '6', '13');
      return wardNow(siteOf({ agreed }), [...patients(8), ...rn, roster, na]);
    };
    const left = await changing(2, 0.5);
    expect(left).toMatchObject({ state: 'short', presentRn: 0.5, missingRn: 1.5, minimumRn: 2 });
    // (20 · 2 + 40 · 0.5) / 60 = 1
    expect(left).toMatchObject({ supply: { rn: 1, na: 3 }, present: 4 });
    expect(left.gap).toBeCloseTo(0.8, 5);
    const came = await changing(1.7, 2);
    expect(came).toMatchObject({ state: 'room', presentRn: 2, missingRn: null, marks: [] });
    // (20 · 1.7 + 40 · 2) / 60 = 1.9
    expect(came.supply).toEqual({ rn: 1.9, na: 3 });
    // the roster alone, which ends at this instant: nobody is known to be there
    const until = nurses('rn', 'planned', 1, '6', '9:30');
    expect(await wardNow(siteOf({ agreed }), [...patients(8), until])).toMatchObject({
      ...{ state: 'no-staffing', presentRn: null, missingRn: null },
    });
  });

  test('the registered nurses of the shift so far fall short by more than a quarter', async () => {
    // 24 patients ask for 6 of them; four are there: 2 of 6 missing in each of four hours: 8, not more
    const mixed = siteOf({ agreed, skillMix: { medicine: { day: 0.625 } } });
    const ward = await wardNow(mixed, [...patients(24), ...present(4, 6)]);
    expect(ward.gap).toBeCloseTo(0.4, 5);
    expect(ward).toMatchObject({ state: 'short', missingRn: null, marks: ['rn-shortfall'] });
    const other = siteOf({ agreed, skillMix: { medicine: { day: 0.5 } } });
    // 4.8 required, 4 there: 17 %
    expect(await wardNow(other, [...patients(24), ...present(4, 6)])).toMatchObject({
      state: 'balanced',
      marks: [],
    });
  });

  test('L6: without known staffing there is need, and no difference', async () => {
    const ward = await wardNow(siteOf({ agreed }), patients(24));
    expect(ward).toMatchObject({ state: 'no-staffing', gap: null, load: null, restOfShift: null });
    expect(ward.requiredNurses).toBeCloseTo(9.6, 5);
  });

  test('a role of the ward that is not known is named, and nobody is called missing or to spare', async () => {
    const rn = (count: number, to: string) => nurses('rn', 'actual', count, '6', to);
    const half = { state: 'no-staffing', present: null, gap: null, load: null, restOfShift: null };
    // five of eight agreed are registered nurses: with nobody else 24 patients would read −4.6
    const ward = await wardNow(siteOf({ agreed }), [...patients(24), rn(5, '13')]);
    expect(ward).toMatchObject({ ...half, supply: { rn: 5, na: null }, missingRoles: ['na'] });
    expect(ward).toMatchObject({ normLoad: null, marks: [], minimumRn: 2, missingRn: null });
    // assistants are known in a part of the hour, and two patients would read as room
    const part = nurses('na', 'actual', 3, '6', '9:45');
    const some = await wardNow(siteOf({ agreed }), [...patients(2), rn(5, '13'), part]);
    expect(some).toMatchObject({ ...half, supply: { rn: 5, na: null }, missingRoles: ['na'] });
    // by the skill mix, a ward of registered nurses alone is known by them
    const alone = siteOf({ agreed: [{ ...agreed[0], rn: 8, na: 0 }] });
    const known = await wardNow(alone, [...patients(20), rn(8, '13')]);
    expect(known).toMatchObject({ state: 'balanced', present: 8, missingRoles: [] });
    const mix = { medicine: { day: 0.9 } };
    const mixed = siteOf({ agreed: [{ ...agreed[0], rn: 8, na: 0 }], skillMix: mix });
    expect(await wardNow(mixed, [...patients(20), rn(8, '13')])).toMatchObject(half);
    // the later hours of the shift are not known
    const soon = nurses('na', 'actual', 3, '6', '11');
    const now = await wardNow(siteOf({ agreed }), [...patients(24), rn(5, '13'), soon]);
    expect(now).toMatchObject({ state: 'short', present: 8, restOfShift: null, gapState: 'short' });
  });

  test('a registered nurse who is missing is missing, whatever is known of assistants', async () => {
    const one = nurses('rn', 'actual', 1, '6', '13');
    const ward = await wardNow(siteOf({ agreed }), [...patients(8), one]);
    expect(ward).toMatchObject({ state: 'short', missingRn: 1, gap: null, missingRoles: ['na'] });
    expect(ward.marks).toContain('rn-missing');
    // and of assistants alone nothing is known of them
    const three = nurses('na', 'actual', 3, '6', '13');
    const other = await wardNow(siteOf({ agreed }), [...patients(8), three]);
    expect(other).toMatchObject({ state: 'no-staffing', missingRn: null, missingRoles: ['rn'] });
  });

  test('the overview and the planner count the same persons in the same shift', async () => {
    const staffed = ['day', 'evening'].map((shift) => ({ ...agreed[0], shift }));
    const roster = [
      ...[nurses('rn', 'planned', 5, '6', '20'), nurses('na', 'planned', 3, '6', '13')],
      nurses('na', 'planned', 2, '13', '6 6'),
      nurses('rn', 'planned', 4, '20', '6 6'),
    ];
    for (const known of [[0, 1, 2, 3], [0, 1, 3], [0, 2, 3], [1, 2], [0, 1], [3]]) {
      const stores = await Stores.open(siteOf({ agreed: staffed }));
      try {
        const events = known.map((place) => roster[place]!);
        await stores.deliver([...patients(20), ...events]);
        const readers = [{ wardId: 'A', treating: true }];
        const shifts = await stores.intensity({ readers, from: at('13'), to: at('6 6') }, 'shift');
        const planned = shifts.map((row) => [row.staffed_hours === row.hours, row.present]);
        const there = [];
        for (const time of ['13:30', '20:30']) {
          await stores.deliver([event(time, { type: 'tick' })]);
          const { present } = (await stores.serving.wardsNow()).wards[0]!.inside;
          there.push(present);
        }
        // seven hours of evening, ten of night
        const persons = planned.map(([isKnown, sum], place) =>
          isKnown ? (sum as number) / [7, 10][place]! : null,
        );
        expect(persons).toEqual(there);
      } finally {
        await stores.close();
      }
    }
  });

  test('without level there is need, and no difference', async () => {
    const ward = await wardNow(siteOf({}), [...patients(24), ...present(5, 3)]);
    expect(ward).toMatchObject({
      ...{ state: 'no-level', level: null, requiredNurses: null, gap: null, load: null },
    });
    expect(ward.normLoad).toBeCloseTo(4.1 / 8, 9);
    // an agreement for another shift is none for this one
    const night = [{ shift: 'night', rn: 2, na: 2, at: { patients: 20 } }];
    expect((await wardNow(siteOf({ agreed: night }), patients(24))).level).toBeNull();
  });

  test('the line in force is the last that began by the day of the shift', async () => {
    const line = (rn: number, validFrom?: string) => ({ ...agreed[0], rn, na: 0, validFrom });
    const lines = [line(8), line(6, '2026-01-05'), line(4, '2026-01-06')];
    const ward = await wardNow(siteOf({ agreed: lines }), [...patients(20), ...present(6, 0)]);
    expect(ward.level).toMatchObject({ rnShare: 1, validFrom: '2026-01-05' });
    expect(ward.requiredNurses).toBeCloseTo(6, 5);
  });

  test('beds are counted, and thin data is no ground for a state', async () => {
    const full = await wardNow(siteOf({ agreed, beds: 19 }), [...patients(20), ...present(5, 3)]);
    expect(full.marks).toEqual(['over-capacity']);
    const unseen = patients(20).filter(({ type }) => type !== 'observation');
    expect((await wardNow(siteOf({ agreed }), [...unseen, ...present(5, 3)])).state).toBe(
      'incomplete',
    );
  });

  test('no patients need nobody', async () => {
    const gone = patients(1).concat(event('8', { type: 'discharge', encounterId: 'E0' }));
    const ward = await wardNow(siteOf({ agreed }), [...gone, ...present(1, 0)]);
    expect(ward).toMatchObject({ state: 'no-patients', marks: [], missingRn: null });
  });
});

describe('by vi-2', () => {
  const staffed = [
    { shift: 'day', rn: 5, na: 3, at: { patients: 20 } },
    { shift: 'evening', rn: 4, na: 3, at: { patients: 20 } },
    { shift: 'night', rn: 2, na: 2, at: { patients: 20 } },
  ];

  test('L1: the norm of a day is spread over the fourteen hours from 07 to 21', async () => {
    const site = siteOf({ agreed: staffed, model: 'vi-2' });
    const ward = await wardNow(site, [...patients(24), ...present(5, 3)]);
    // 164 / 14 minutes an hour each; k = 8 / (20 · 11.714286 / 60) = 8 / 3.904762 = 2.04878
    expect(ward.minutes).toBeCloseTo((24 * 164) / 14, 4);
    expect(ward.level!.k).toBeCloseTo(2.0488, 4);
    expect(ward.requiredNurses).toBeCloseTo(9.6, 4);
    expect(ward.gap).toBeCloseTo(-1.6, 4);
    expect(ward.load).toBeCloseTo(1.2, 4);
    expect(ward.state).toBe('short');
  });

  test('L2: with 16 patients the same staff is 1.6 to spare', async () => {
    const site = siteOf({ agreed: staffed, model: 'vi-2' });
    const ward = await wardNow(site, [...patients(16), ...present(5, 3)]);
    // 16 · 11.714286 / 60 · 2.04878 = 6.4
    expect(ward.requiredNurses).toBeCloseTo(6.4, 4);
    expect(ward.gap).toBeCloseTo(1.6, 4);
    expect(ward.state).toBe('room');
  });

  test('L4: a ward that is staffed as agreed is in balance through the day and at its changes', async () => {
    const site = siteOf({ agreed: staffed, model: 'vi-2' });
    const shifts = [
      ['day', 5, 3, '6', '13'],
      ['evening', 4, 3, '13', '20'],
      ['night', 2, 2, '20', '6 6'],
    ] as const;
    const roster = shifts.flatMap(([id, rn, na, from, to]) => [
      nurses('rn', 'planned', rn, from, to, { id: `${id} rn` }),
      nurses('na', 'planned', na, from, to, { id: `${id} na` }),
    ]);
    const stores = await Stores.open(site);
    try {
      await stores.deliver([...patients(20, '6 6:10'), ...roster]);
      const readers = [{ wardId: 'A', treating: true }];
      const rows = await stores.intensity({ readers, from: at('6'), to: at('6 6') }, 'hour');
      expect(rows).toHaveLength(24);
      for (const { gap } of rows) expect(gap).toBeCloseTo(0, 4);
    } finally {
      await stores.close();
    }
  });

  test('L6, L8: need far above the usual is a mark, whether staffing is known or not, and no shortage where people are there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vi-state-'));
    const site = siteWith();
    const file = await ServedFile.open(folder, site, await template(site));
    try {
      const hour = (time: string, minutes: number): Row[] =>
        Array.from({ length: 5 }, (_, n) => ({
          ...{ encounterId: `E${n}`, wardId: 'A', hour: at(time), presence: MICROS_PER_HOUR },
          ...{ fresh: 11, minutes: (minutes / 5) * 1e6 },
        }));
      // 90 minutes at local 10 on weekdays, the first week of the ward's data aside: nine of them
      const before = [5, 12, 13, 14, 15, 16, 19, 20, 21, 22].map((day) => hour(`${day} 9`, 90));
      // 126 are 1.4 times as many: 2.1 persons at a level of one; 2.3 are there
      const today = ['23 6', '23 7', '23 8', '23 9'].map((time) => hour(time, 126));
      await file.publish([...before, ...today].flat(), [], at('23 9:20'));
      const [unstaffed] = (await file.store.wardsNow()).wards;
      expect(unstaffed!.inside).toMatchObject({
        ...{ state: 'no-staffing', marks: ['higher-than-usual'], gap: null, load: null },
      });
      await file.store.publish([nurses('rn', 'actual', 2.3, '23 6', '23 13')]);
      await file.publish(today.flat(), [], at('23 9:21'));
      const { inside, outside } = (await file.store.wardsNow()).wards[0]!;
      for (const ward of [inside, outside]) {
        expect(ward).toMatchObject({ state: 'balanced', marks: ['higher-than-usual'] });
        expect(ward.usualNeed).toEqual({ minutes: 90, p10: 90, p90: 90, hours: 9 });
      }
      expect(inside.gap).toBeCloseTo(0.2, 9);
    } finally {
      await file.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('L3: without level, load above the usual is a mark of load and need above the usual one of need', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vi-state-'));
    const { wards, ...rest } = siteWith();
    const site = { ...rest, wards: wards.map((ward) => ({ ...ward, agreed: [], minimumRn: 1 })) };
    const file = await ServedFile.open(folder, site, await template(site));
    try {
      const hours = (day: number, minutes: number): Row[] =>
        [6, 7, 8, 9].flatMap((hour) =>
          Array.from({ length: 5 }, (_, n) => ({
            ...{ encounterId: `E${n}`, wardId: 'A', hour: at(`${day} ${hour}`) },
            ...{ presence: MICROS_PER_HOUR, fresh: 11, minutes: (minutes / 5) * 1e6 },
          })),
        );
      // thirteen weekdays of four hours: 1.5 persons of norm need, three there, 50 %
      const days = [5, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22];
      const roster = days.map((day) =>
        nurses('rn', 'actual', 3, `${day} 6`, `${day} 10`, { id: `${day}` }),
      );
      const today = (count: number, recordedAt: number) =>
        ({
          ...nurses('rn', 'actual', count, '23 6', '23 13', { id: 'today' }),
          recordedAt,
        }) as const;
      await file.store.publish([...roster, today(1.5, 1)]);
      const need = (minutes: number) => hours(23, minutes);
      await file.publish(
        [...days.flatMap((day) => hours(day, 90)), ...need(90)],
        [],
        at('23 9:20'),
      );
      const marks = async () => {
        const { inside, outside } = (await file.store.wardsNow()).wards[0]!;
        expect(outside.marks).toEqual(inside.marks);
        const percent = Math.round((inside.normLoad! / inside.usualLoad!.load) * 100);
        return [inside.state, percent, ...inside.marks];
      };
      // as many minutes as usual, by half the staff: 100 % are twice the usual load
      expect(await marks()).toEqual(['no-level', 200, 'load-much-higher-than-usual']);
      // 1.4 times the need by 1.4 times the staff
      await file.store.publish([today(4.2, 2)]);
      await file.publish(need(126), [], at('23 9:21'));
      expect(await marks()).toEqual(['no-level', 100, 'higher-than-usual']);
      // and by the usual staff: both
      await file.store.publish([today(3, 3)]);
      await file.publish(need(126), [], at('23 9:22'));
      expect(await marks()).toEqual([
        ...['no-level', 140, 'load-much-higher-than-usual', 'higher-than-usual'],
      ]);
    } finally {
      await file.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
