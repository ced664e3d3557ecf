import { expect, test } from 'vitest';
import {
  type Area,
  LEAST_TYPE,
  layoutOf,
  MOST_WARDS,
  pagesOf,
  TILE,
} from '../../../dashboards/src/wall/layout.ts';

/** What a wall leaves for tiles, 1920 × 1080 at 16 px: 118 × 56 rem. */
const WALL: Area = { width: 118, height: 56 };
const GAP = 0.5;

test.each([
  [1, 1, 1],
  [2, 2, 1],
  [6, 3, 2],
  [20, 5, 4],
  [40, 8, 5],
])('%d wards stand in %d columns and %d rows', (count, columns, rows) => {
  expect(layoutOf(count, WALL)).toMatchObject({ columns, rows });
});

test('their type is as large as a tile of that size holds', () => {
  // 8 × 5: a tile is (118 − 7 · 0,5) / 8 = 14,3125 by (56 − 4 · 0,5) / 5 = 10,8 rem
  expect(layoutOf(40, WALL).type).toBeCloseTo(Math.min(14.3125 / 17, 10.8 / 14), 10);
});

test('from 1 to 200 wards all have a place, none overlaps, and no other way has larger type', () => {
  for (const area of [WALL, { width: 50, height: 65 }, { width: 22, height: 40 }]) {
    for (let count = 1; count <= 200; count++) {
      const { columns, rows, type } = layoutOf(count, area);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * (type * TILE.width + GAP) - GAP).toBeLessThanOrEqual(area.width + 1e-9);
      expect(rows * (type * TILE.height + GAP) - GAP).toBeLessThanOrEqual(area.height + 1e-9);
      for (let other = 1; other <= count; other++) {
        const wide = (area.width + GAP) / other - GAP;
        const high = (area.height + GAP) / Math.ceil(count / other) - GAP;
        expect(Math.min(wide / TILE.width, high / TILE.height)).toBeLessThanOrEqual(type + 1e-9);
      }
    }
  }
});

test.each([
  [1, 1, 1],
  [40, 1, 40],
  // as even as they can be: 21 and 20
  [41, 2, 21],
  [120, 3, 40],
  [200, 5, 40],
  [0, 1, 1],
])('%d wards take %d pages of at most %d', (count, pages, size) => {
  expect(pagesOf(count, WALL)).toEqual({ pages, size });
});

test('a smaller screen has more pages, whose type can still be read', () => {
  const tablet = { width: 50, height: 60 };
  const { pages, size } = pagesOf(40, tablet);
  expect(pages).toBeGreaterThan(1);
  expect(pages * size).toBeGreaterThanOrEqual(40);
  expect(size).toBeLessThanOrEqual(MOST_WARDS);
  expect(layoutOf(size, tablet).type).toBeGreaterThanOrEqual(LEAST_TYPE);
});

test('a screen that is too small for one ward shows one at a time', () => {
  expect(pagesOf(3, { width: 5, height: 5 })).toEqual({ pages: 3, size: 1 });
  expect(pagesOf(3, { width: 0, height: 0 })).toEqual({ pages: 3, size: 1 });
});
