import { describe, expect, it } from 'vitest';
import { consciousness } from '../../../../pipelines/sources/mimic-iii/consciousness.ts';

describe('consciousness from the Glasgow Coma Scale', () => {
  it.each([
    // eye, verbal, motor → letter
    [4, 5, 6, 'A'],
    [4, 4, 6, 'C'],
    [4, 3, 6, 'C'],
    [4, 'untestable', 6, 'A'],
    [4, 'untestable', 5, 'C'],
    [4, 1, 6, 'C'],
    [4, 5, 5, 'C'],
    [3, 5, 6, 'V'],
    [3, 'untestable', 1, 'V'],
    [2, 'untestable', 5, 'P'],
    [1, 'untestable', 6, 'V'],
    [1, 'untestable', 5, 'P'],
    [1, 1, 2, 'P'],
    [1, 'untestable', 1, 'U'],
    [1, 1, 1, 'U'],
  ] as const)('E%s V%s M%s is %s', (eye, verbal, motor, letter) => {
    expect(consciousness({ eye, verbal, motor })).toBe(letter);
  });

  it.each([
    [15, 'A'],
    [14, 'C'],
    [13, 'V'],
    [9, 'V'],
    [8, 'P'],
    [4, 'P'],
    [3, 'U'],
  ])('a total of %s alone is %s', (total, letter) => {
    expect(consciousness({ total })).toBe(letter);
  });

  it('is unknown without eye and motor response or a total', () => {
    expect(consciousness({ verbal: 5 })).toBeNull();
    expect(consciousness({ eye: 4 })).toBeNull();
    expect(consciousness({ eye: 4, motor: 6 })).toBe('A');
  });
});
