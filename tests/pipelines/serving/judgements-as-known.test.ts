import { expect, test } from 'vitest';
import { judgements, roster } from '../../../pipelines/serving/queries.ts';
import type { StaffingEvent } from '../../../pipelines/serving/staffing.ts';
import { NOTHING_APPLIED } from '../../../pipelines/serving/store.ts';
import { at, event, siteWith } from '../../support/scenario.ts';
import { changesAfter } from './publication.ts';
import { storesOfEachTest } from './stores.ts';

const site = siteWith();
const stores = storesOfEachTest(site);

/** Takes events, and publishes what is known at a time. */
async function publish(time: string, events: readonly StaffingEvent[]): Promise<void> {
  await stores.serving.publish(events);
  await stores.scorer.publish([event(time, { type: 'tick' })]);
  await stores.scorer.score();
  const position = { ...NOTHING_APPLIED, ...(await stores.serving.applied(0)) };
  const published = await changesAfter(stores.scorer, position);
  await stores.serving.apply(published!);
}

const common = { source: 't', status: 'final', wardId: 'A' } as const;
const said = (id: string, value: number, recorded: string, status = 'final') =>
  ({
    ...{ ...common, id, status, type: 'judgement', value },
    ...{ occurredAt: at('9'), recordedAt: at(recorded) },
  }) as StaffingEvent;

test('a judgement that was corrected since is shown as it was known then', async () => {
  await publish('10', [said('k1', 2, '10'), said('k2', 1, '10')]);
  await publish('11', [said('k1', -2, '11', 'amended'), said('k2', 1, '11', 'entered-in-error')]);
  const values = async (knownAt: number | null) => {
    const readers = [{ wardId: 'A', treating: false }];
    const query = judgements({ readers, from: at('0'), to: at('23'), knownAt });
    const rows = await stores.serving.queryPool.rows<{ value: number }>(
      query.sql,
      query.parameters,
    );
    return rows.map(({ value }) => value);
  };
  expect(await values(at('9'))).toEqual([]);
  expect(await values(at('10:30'))).toEqual([1, 2]);
  expect(await values(at('11'))).toEqual([-2]);
  expect(await values(null)).toEqual([-2]);
});

test('of versions recorded in the same second a removal goes before an amendment, and that before the original', async () => {
  const removed = [said('k1', 3, '10'), said('k1', 2, '10', 'entered-in-error')];
  const amended = [said('k2', 2, '10'), said('k2', -1, '10', 'amended')];
  const all = [said('k3', 2, '10'), said('k3', 1, '10', 'amended')];
  const gone = said('k3', 0, '10', 'entered-in-error');
  await publish('10', [...removed, ...amended.toReversed(), gone, ...all]);
  for (const knownAt of [null, at('10:30')]) {
    const readers = [{ wardId: 'A', treating: false }];
    const query = judgements({ readers, from: at('0'), to: at('23'), knownAt });
    const rows = await stores.serving.queryPool.rows<{ value: number }>(
      query.sql,
      query.parameters,
    );
    expect(rows.map(({ value }) => value)).toEqual([-1]);
  }
});

test('a roster is shown as it was known then', async () => {
  const shift = (headcount: number, recorded: string) =>
    ({
      ...{ ...common, id: 's', type: 'staffing', role: 'rn', basis: 'planned', headcount },
      ...{ from: at('12'), to: at('20'), occurredAt: at('9'), recordedAt: at(recorded) },
    }) as StaffingEvent;
  await publish('10', [shift(4, '10')]);
  await publish('11', [shift(3, '11')]);
  const heads = async (knownAt: number | null) => {
    const readers = [{ wardId: 'A', treating: false }];
    const query = roster({ readers, from: at('0'), to: at('23'), knownAt });
    const rows = await stores.serving.queryPool.rows<{ headcount: number }>(
      query.sql,
      query.parameters,
    );
    return rows.map(({ headcount }) => headcount);
  };
  expect(await heads(at('10'))).toEqual([4]);
  expect(await heads(at('11'))).toEqual([3]);
  expect(await heads(null)).toEqual([3]);
});
