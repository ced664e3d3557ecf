import { expect, test } from 'vitest';
import { loadBar } from '../../../dashboards/src/wall/load-bar.ts';
import { markup } from '../markup.ts';

test.each([
  // a bar beside 100 % has the colour of 100 %
  [1.004, false],
  [1.005, true],
  [0.9, false],
])('a load of %d is over what is there: %s', (load, isOver) => {
  expect(markup(loadBar(load))).toContain(`?data-over=${isOver}`);
});
