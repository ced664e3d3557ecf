import { expect, test } from 'vitest';
import { purpose } from '../../dashboards/src/purpose.ts';

test.each([
  ['/', 'wall'],
  ['/ward', 'ward'],
  ['/planner', 'planner'],
  ['/pipeline.html', 'pipeline'],
])('a request of %s says that it is of the screen %s', (path, screen) => {
  expect(purpose(path)).toEqual({ purpose: screen });
});
