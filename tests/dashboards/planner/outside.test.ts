import { expect, test } from 'vitest';
import { isOfOutside } from '../../../dashboards/src/planner/outside.ts';

const PARTS = {
  ...{ base: 1, generalCare: 2, specialCare: 0, surveillance: 0 },
  ...{ churn: 0, oneToOne: 0, escort: 0 },
};

test.each([
  ['parts of all', 5, PARTS, false],
  ['no parts, of an hour', 5, null, true],
  ['some part withheld', 5, { ...PARTS, oneToOne: null }, true],
  ['no value', null, null, false],
])('%s', (_, minutes, components, isOutside) => {
  expect(isOfOutside({ minutes, components })).toBe(isOutside);
});
