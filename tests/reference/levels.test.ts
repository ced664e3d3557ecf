import { expect, test } from 'vitest';
import { aLevelOf } from './a-level.ts';

test.each([
  { areas: [1, 1, 1, 1], severe: true, level: 1 },
  { areas: [3, 1, 1, 1], severe: true, level: 1 },
  { areas: [4, 1, 1, 1], severe: true, level: 1 },
  { areas: [2, 2, 1, 1], severe: true, level: 2 },
  { areas: [4, 2, 1, 1], severe: true, level: 2 },
  { areas: [3, 3, 1, 1], severe: true, level: 3 },
  { areas: [4, 3, 1, 1], severe: true, level: 3 },
  { areas: [4, 1, 1, 4], severe: false, level: 3 },
  { areas: [4, 1, 1, 4], severe: true, level: 4 },
])('A level of $areas, severe $severe: A$level', ({ areas, severe, level }) => {
  expect(aLevelOf(areas, severe)).toBe(level);
});
