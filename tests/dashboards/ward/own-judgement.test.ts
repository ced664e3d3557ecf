import { expect, test } from 'vitest';
import { keepJudgement, keptJudgement } from '../../../dashboards/src/ward/own-judgement.ts';
import type { JudgementView } from '../../../schemas/read-api.ts';
import { memoryStore } from '../memory-store.ts';

const judgement = (occurredAt: string, value: number) =>
  ({ wardId: 'A', occurredAt, value, note: 'två nya' }) as JudgementView;
const KEPT = { wardId: 'A', id: 'a-uuid', occurredAt: '2026-11-27T03:10:00Z' };
const KNOWN = [judgement('2026-11-26T03:10:00Z', 1), judgement(KEPT.occurredAt, 2)];

test('the judgement that was left last is kept without its content, and found among those of the server', () => {
  const store = memoryStore();
  expect(keptJudgement('A', KNOWN, store)).toBeNull();
  keepJudgement(KEPT, store);
  expect([...store.kept.values()].join()).not.toContain('två nya');
  expect(keptJudgement('A', KNOWN, store)).toEqual({ ...KNOWN[1], id: 'a-uuid' });
  // another ward, and one that was taken back elsewhere
  expect(keptJudgement('B', KNOWN, store)).toBeNull();
  expect(keptJudgement('A', KNOWN.slice(0, 1), store)).toBeNull();
  keepJudgement(null, store);
  expect(keptJudgement('A', KNOWN, store)).toBeNull();
});

test.each(['{', 'null', '{}', '{"id":1}'])('what is kept as %s is none', (text) => {
  const store = memoryStore();
  store.kept.set('vardintensitet.judgement', text);
  expect(keptJudgement('A', KNOWN, store)).toBeNull();
});
