import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import type { JudgementEvent } from '../../../schemas/staffing-event.ts';
import { JudgementService } from '../../../services/api/judgement-service.ts';
import { siteWith } from '../../support/scenario.ts';

const said = { id: '0b9f0a52-5f1c-4b8e-9a53-0f3a6c1f2d11', value: 1 };
let serving: ServingStore;
let sent: JudgementEvent[];
let isCutOff: boolean;
let now: number;
let judgements: JudgementService;

beforeEach(async () => {
  serving = await ServingStore.open(':memory:', siteWith());
  sent = [];
  isCutOff = false;
  now = Date.parse('2026-01-05T12:30:00Z');
  const judge = async (event: JudgementEvent) => {
    sent.push(event);
    await serving.publish([event]);
    if (isCutOff) throw new Error('the disk of the scorer is full');
  };
  judgements = new JudgementService({ serving, judge, now: () => now });
});
afterEach(() => serving.close());

test('what was served and not stored goes to the scorer when it is sent again, to the letter', async () => {
  isCutOff = true;
  await expect(judgements.record('A', said, 'nurse')).rejects.toThrow('full');
  isCutOff = false;
  now += 5_000;
  const { isNew } = await judgements.record('A', said, 'nurse');
  expect(isNew).toBe(false);
  expect(sent[1]).toEqual(sent[0]);
});

test('what is corrected counts though the clock was put back', async () => {
  const { judgement: first } = await judgements.record('A', said, 'nurse');
  now -= 3_600_000;
  const { judgement } = await judgements.record('A', { ...said, value: -2 }, 'nurse');
  expect(judgement).toEqual({ ...first, value: -2, recordedAt: '2026-01-05T12:30:00.000001Z' });
  expect(sent[1]).toMatchObject({ status: 'amended', occurredAt: sent[0]!.occurredAt });
});

test('a judgement is taken back, and taken back again is the same event', async () => {
  const { judgement } = await judgements.record('A', { ...said, note: 'Lugnt.' }, 'nurse');
  now -= 3_600_000;
  expect(await judgements.withdraw('A', said.id, 'nurse')).toEqual(judgement);
  // the last recorded counts, also if the clock was put back
  expect(sent[1]).toEqual({
    ...sent[0],
    ...{ status: 'entered-in-error', recordedAt: sent[0]!.recordedAt + 1 },
  });
  await judgements.withdraw('A', said.id, 'nurse');
  expect(sent[2]).toEqual(sent[1]);
});

test('what another ward or nobody said is not taken back', async () => {
  await judgements.record('A', said, 'nurse');
  for (const [wardId, id] of [
    ['B', said.id],
    ['A', '5c6f8d0e-3a1b-4f27-8d4e-7b9a2c3d4e5f'],
  ] as const) {
    await expect(judgements.withdraw(wardId, id, 'nurse')).rejects.toThrow(
      'The ward has no such judgement',
    );
  }
  expect(sent).toHaveLength(1);
});

test('one that was withdrawn stays so', async () => {
  await judgements.record('A', said, 'nurse');
  await serving.publish([
    { ...sent[0]!, status: 'entered-in-error', recordedAt: sent[0]!.recordedAt + 1 },
  ]);
  await expect(judgements.record('A', said, 'nurse')).rejects.toThrow(
    'The id is of another judgement',
  );
  expect(sent).toHaveLength(1);
});
