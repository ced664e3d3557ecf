import { expect, test } from 'vitest';
import {
  type SourceAge,
  sourceAges,
  sources,
  type WardSources,
} from '../../../pipelines/serving/queries.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { at, event, siteWith } from '../../support/scenario.ts';
import { Stores } from './stores.ts';

const site = siteWith();

const of = (encounterId: string, events: readonly WardEvent[]) =>
  events.map((each) => ({ ...each, encounterId, id: `${encounterId} ${each.id}` }) as WardEvent);
const said = (time: string, code: string, value: number | string) =>
  event(time, { type: 'observation', code, value });
const patients = (count: number, time = '6') =>
  Array.from({ length: count }, (_, n) =>
    of(`E${n}`, [event(time, { type: 'admission', wardId: 'A' })]),
  ).flat();
const tick = (time: string) => event(time, { type: 'tick' });

async function sourcesOf(events: readonly WardEvent[]) {
  return Stores.with(site, async (stores) => {
    await stores.deliver(events);
    const rows = await stores.ask<WardSources>(sources());
    const wards = (await stores.serving.wardsNow()).wards.map(({ outside }) => outside);
    const [ward, ...others] = rows;
    expect(rows.map(({ wardId }) => wardId)).toEqual(wards.map(({ wardId }) => wardId));
    const named = Object.fromEntries(ward!.sources.map(({ source, ...rest }) => [source, rest]));
    return { ...(named as Named), ward: wards[0]!, others };
  });
}

type Source = Omit<WardSources['sources'][number], 'source'>;
type Named = Record<WardSources['sources'][number]['source'], Source>;

const NOTHING = { newestAt: null, coverage: null, isIncomplete: false };

test('before there is any stream time nothing is known', async () => {
  expect(await sourcesOf([])).toMatchObject({
    ...{ moves: NOTHING, vitals: NOTHING, function: NOTHING, staffing: NOTHING },
  });
});

test('vital signs and function levels apart, as shares and instants down to a step', async () => {
  const {
    vitals,
    function: levels,
    moves,
    ward,
    others,
  } = await sourcesOf([
    ...patients(6),
    ...of('E0', [said('8:10', 'heart-rate', 80), said('8:20', 'spo2', 97)]),
    ...of('E1', [said('8:40', 'temperature', 37), said('7:50', 'function.mobility', 2)]),
    tick('8:50'),
  ]);
  expect(vitals.newestAt).toBe('2026-01-05T08:40:00Z');
  // 3 / (6 · 7) = 0.071 and 1 / (6 · 4) = 0.042, down to a step; of the ward 4 / (6 · 11) = 0.061
  expect(vitals.coverage).toBe(0.05);
  expect(levels.newestAt).toBe('2026-01-05T07:50:00Z');
  expect(levels.coverage).toBe(0);
  expect(ward.coverage).toBe(0.05);
  expect(moves).toEqual({ newestAt: '2026-01-05T06:00:00Z', coverage: null, isIncomplete: false });
  const staffing = { source: 'staffing', newestAt: null, coverage: 0, isIncomplete: true };
  for (const { sources } of others) expect(sources.at(-1)).toEqual(staffing);
});

test('moves are as new as they are judged: by when they were recorded, leaves too', async () => {
  const leave = (time: string, recorded: string, type: 'leave.start' | 'leave.end') =>
    of('E0', [event(time, { type, recordedAt: at(recorded) })]);
  await Stores.with(site, async (stores) => {
    const shown = async (events: readonly WardEvent[]) => {
      await stores.deliver(events);
      const [ward] = await stores.ask<WardSources>(sources());
      const { newestAt } = ward!.sources.find(({ source }) => source === 'moves')!;
      // by those who do not treat
      const judged = (await stores.ask<SourceAge>(sourceAges())).find(
        ({ treating, wardId, source }) => !treating && wardId === 'A' && source === 'moves',
      );
      expect(newestAt).toBe(judged!.newestAt);
      return newestAt;
    };
    const away = leave('8:10', '8:10', 'leave.start');
    expect(await shown([...patients(6), ...away, tick('12:50')])).toBe('2026-01-05T08:10:00Z');
    // back at nine, and recorded at 12:04
    const back = await shown(leave('9', '12:04', 'leave.end'));
    expect(back).toBe('2026-01-05T12:00:00Z');
  });
});

test('inputs too old to be known are not reported', async () => {
  const { vitals } = await sourcesOf([
    ...patients(6),
    ...of('E0', [said('6:10', 'heart-rate', 80)]),
    tick('7 8:50'),
  ]);
  expect(vitals).toEqual({ newestAt: null, coverage: 0, isIncomplete: true });
});

test('of an hour with few patients nothing, nor of the moves in it', async () => {
  const few = await sourcesOf([
    ...patients(6),
    ...of('E0', [event('9:10', { type: 'discharge' })]),
    ...of('E1', [event('9:10', { type: 'discharge' })]),
    ...of('E2', [said('10:10', 'heart-rate', 80), event('10:20', { type: 'discharge' })]),
    tick('10:50'),
  ]);
  expect(few).toMatchObject({ vitals: NOTHING, function: NOTHING });
  // at nine two leave after ten minutes: less than five patient-hours
  expect(few.moves.newestAt).toBe('2026-01-05T06:00:00Z');
});

test('tasks and medication: the latest of a week that special care counts, down to five minutes', async () => {
  const done = (time: string, code: string) => of('E0', [event(time, { type: 'task', code })]);
  const events = [...patients(6), ...done('5 8:13', 'suction'), ...done('6 9:40', 'education')];
  const { care } = await sourcesOf([...events, tick('7 8:50')]);
  expect(care).toEqual({ newestAt: '2026-01-05T08:10:00Z', coverage: null, isIncomplete: false });
  // in the 168 hours before that of 08:50 on the 12th the hour of 08:13 on the 5th is not
  const { care: later } = await sourcesOf([...events, tick('12 8:50')]);
  expect(later).toEqual(NOTHING);
});

test('staffing: when it was recorded, and whether the hour has it throughout', async () => {
  const shift = (from: string, to: string) =>
    event('7', {
      ...{ type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount: 2 },
      ...{ from: at(from), to: at(to) },
    });
  const { staffing } = await sourcesOf([...patients(6), shift('8', '16'), tick('8:50')]);
  expect(staffing).toEqual({ newestAt: '2026-01-05T07:00:00Z', coverage: 1, isIncomplete: false });
  const { staffing: half } = await sourcesOf([...patients(6), shift('8:30', '16'), tick('8:50')]);
  expect(half).toEqual({ newestAt: '2026-01-05T07:00:00Z', coverage: 0, isIncomplete: true });
});
