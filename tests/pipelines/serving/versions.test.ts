import { expect, test } from 'vitest';
import { Versions } from '../../../pipelines/serving/versions.ts';

const at = (day: string) => Date.parse(`${day}T12:00:00Z`) * 1000;

test('a change is of its days and of those after that it makes usual', () => {
  const versions = new Versions();
  const of = (from: string, to: string) => versions.of(at(from), at(to));
  const before = [of('2026-01-01', '2026-02-28'), of('2026-01-01', '2026-03-01')];
  versions.changed([at('2026-03-02'), at('2026-03-01')]);
  expect(of('2026-01-01', '2026-02-28')).toBe(before[0]);
  expect(of('2026-01-01', '2026-03-01')).not.toBe(before[1]);
  const changed = of('2026-03-01', '2026-03-02');
  // 2 March and 79 days are 20 May
  expect(of('2026-05-20', '2026-05-20')).not.toBe(before[0]);
  expect(of('2026-05-22', '2026-05-23')).toBe(before[0]);
  versions.changed([at('2026-03-02')]);
  expect(of('2026-03-01', '2026-03-02')).not.toBe(changed);
  expect(of('2026-03-01', '2026-03-01')).toBe(changed);
});

test('another process has other versions', () => {
  expect(new Versions().of(0, 1)).not.toBe(new Versions().of(0, 1));
});
