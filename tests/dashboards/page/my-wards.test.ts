import { expect, test } from 'vitest';
import { keepMyWards, readMyWards } from '../../../dashboards/src/page/my-wards.ts';
import { memoryStore } from '../memory-store.ts';

test('wards are kept for each site', () => {
  const store = memoryStore();
  expect(readMyWards('north', store)).toEqual([]);
  expect(keepMyWards('north', ['31A', '36A'], store)).toBe(true);
  expect(keepMyWards('south', ['1'], store)).toBe(true);
  expect(readMyWards('north', store)).toEqual(['31A', '36A']);
});

test.each(['{', '"31A"', '[1,"31A",null]'])(
  'what is kept as %s is read as far as it can',
  (text) => {
    const store = memoryStore();
    store.kept.set('vardintensitet.my-wards.north', text);
    expect(readMyWards('north', store)).toEqual(text.startsWith('[') ? ['31A'] : []);
  },
);

test('a browser that keeps nothing says so', () => {
  const full = {
    ...memoryStore(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(keepMyWards('north', ['31A'], full)).toBe(false);
  expect(keepMyWards('north', ['31A'], null)).toBe(false);
  expect(readMyWards('north', null)).toEqual([]);
});
