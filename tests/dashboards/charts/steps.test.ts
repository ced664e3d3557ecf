import { expect, test } from 'vitest';
import { scale } from '../../../dashboards/src/charts/scale.ts';
import { stepArea, stepLine } from '../../../dashboards/src/charts/steps.ts';

const x = scale([0, 4], [0, 40]);
const y = scale([0, 10], [100, 0]);
const spans = (values: readonly (number | null)[]) =>
  values.map((value, i) => ({ from: i, to: i + 1, value }));
const known = ({ value }: { value: number | null }) => value;

test('a value holds through its time, and the next begins where it ends', () => {
  expect(stepLine(spans([2, 2, 5]), known, x, y)).toBe('M0 80H10V80H20V50H30');
});

test('a line breaks where a value is not known, and a lone one is drawn', () => {
  expect(stepLine(spans([2, null, 5, null]), known, x, y)).toBe('M0 80H10M20 50H30');
});

test('a line breaks where time is left out', () => {
  const [first, , third] = spans([2, 3, 5]);
  expect(stepLine([first!, third!], known, x, y)).toBe('M0 80H10M20 50H30');
});

test('nothing known is nothing drawn', () => {
  expect(stepLine(spans([null, null]), known, x, y)).toBe('');
  expect(stepArea(spans([]), () => [1, 2], x, y)).toBe('');
});

test('a field goes along the upper bounds and back along the lower', () => {
  const bounds = ({ value }: { value: number | null }) =>
    value === null ? null : ([value - 1, value + 1] as const);
  expect(stepArea(spans([2, 5]), bounds, x, y)).toBe('M0 70H10V40H20V60H10V90H0Z');
});

test('a field is cut to the scale', () => {
  expect(stepArea(spans([1]), () => [-5, 40], x, y)).toBe('M0 0H10V100H0Z');
});

test('0 is a value', () => {
  expect(stepLine(spans([0]), known, x, y)).toBe('M0 100H10');
});
