import { expect, test } from 'vitest';
import { currentPage, PAGE_MS } from '../../../dashboards/src/wall/paging.ts';

test('a page stands for fifteen seconds, then the next one comes, and the first after the last', () => {
  let turning = { page: 0, since: 0 };
  const pages = Array.from({ length: 46 }, (_, second) => {
    turning = currentPage(turning, second * 1000, 3, false);
    return turning.page;
  });
  expect(pages.slice(0, 15)).toEqual(Array(15).fill(0));
  expect(pages.slice(15, 30)).toEqual(Array(15).fill(1));
  expect(pages.slice(30, 45)).toEqual(Array(15).fill(2));
  expect(pages[45]).toBe(0);
});

test('a page that is held stays, and stands for its time once it is let go', () => {
  const held = currentPage({ page: 1, since: 0 }, 60_000, 3, true);
  expect(held.page).toBe(1);
  expect(currentPage(held, 60_000 + PAGE_MS - 1, 3, false).page).toBe(1);
  expect(currentPage(held, 60_000 + PAGE_MS, 3, false).page).toBe(2);
});

test('a page that is no more is left, and one alone stays', () => {
  expect(currentPage({ page: 2, since: 0 }, 1000, 2, false)).toEqual({ page: 0, since: 1000 });
  expect(currentPage({ page: 0, since: 0 }, 60_000, 1, false).page).toBe(0);
});

test('a clock that is set back holds no page for long', () => {
  const back = currentPage({ page: 0, since: 3_600_000 }, 1000, 2, false);
  expect(currentPage(back, 1000 + PAGE_MS, 2, false).page).toBe(1);
});
