import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix, Random } from '../../../../pipelines/sources/simulator/random.ts';

const draws = (random: Random, draw: (random: Random) => number, count = 20_000) =>
  Array.from({ length: count }, () => draw(random));
const mean = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe('Random', () => {
  it('repeats itself for the same key and for no other', () => {
    const first = (...key: number[]) => draws(new Random(...key), (random) => random.unit(), 5);
    expect(first(1, 2)).toEqual(first(1, 2));
    const keys = [[1, 2], [2, 1], [1, 3], [1], [1, 2, 0], [0, 1, 2]];
    expect(new Set(keys.map((key) => first(...key).join())).size).toBe(keys.length);
  });

  it('starts neighbouring keys independently', () => {
    const firsts = Array.from({ length: 20_000 }, (_, key) => new Random(1, key).unit());
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
    const below = firsts.slice(1).filter((value, index) => value < 0.5 === firsts[index]! < 0.5);
    expect(below.length / firsts.length).toBeCloseTo(0.5, 1);
  });

  it('draws the distributions it names', () => {
    const random = new Random(3);
    const normal = draws(random, (each) => each.normal(10, 2));
    expect(mean(normal)).toBeCloseTo(10, 1);
    expect(Math.sqrt(mean(normal.map((value) => (value - 10) ** 2)))).toBeCloseTo(2, 1);
    expect(mean(draws(random, (each) => each.poisson(0.7)))).toBeCloseTo(0.7, 1);
    expect(mean(draws(random, (each) => Math.log(each.logNormal(4, 0.75))))).toBeCloseTo(
      Math.log(4),
      1,
    );
    expect(mean(draws(random, (each) => each.weighted([1, 0, 3])))).toBeCloseTo(1.5, 1);
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(50),
        (key, low, width) => {
          const value = new Random(key).whole(low, low + width);
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(low + width);
          expect(Number.isInteger(value)).toBe(true);
        },
      ),
    );
  });

  it('mixes one-to-one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect((a | 0) === (b | 0)).toBe(mix(a) === mix(b));
      }),
    );
  });
});
