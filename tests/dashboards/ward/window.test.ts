import { expect, test } from 'vitest';
import {
  asQuery,
  loadedAround,
  windowAround,
  within,
} from '../../../dashboards/src/ward/window.ts';

const NOW = Date.UTC(2026, 0, 5, 9, 42);

test('48 hours back and 24 ahead, in whole hours', () => {
  expect(asQuery(windowAround(NOW, '48h'))).toEqual({
    from: '2026-01-03T09:00:00.000Z',
    to: '2026-01-06T10:00:00.000Z',
  });
  expect(asQuery(windowAround(NOW, '7d')).from).toBe('2025-12-29T09:00:00.000Z');
});

test('the loaded window holds seven days and half a day on each side', () => {
  expect(asQuery(loadedAround(NOW))).toEqual({
    from: '2025-12-28T21:00:00.000Z',
    to: '2026-01-06T22:00:00.000Z',
  });
});

test('a shift that reaches into the window is within, one that ends at it is not', () => {
  const window = { from: Date.UTC(2026, 0, 5, 9), to: Date.UTC(2026, 0, 5, 12) };
  const spans = [
    { from: '2026-01-05T06:00:00Z', to: '2026-01-05T09:00:00Z' },
    { from: '2026-01-05T06:00:00Z', to: '2026-01-05T10:00:00Z' },
    { from: '2026-01-05T12:00:00Z', to: '2026-01-05T13:00:00Z' },
  ];
  expect(within(spans, window)).toEqual([spans[1]]);
});
