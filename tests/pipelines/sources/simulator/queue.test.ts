import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalQueue } from '../../../../pipelines/sources/simulator/queue.ts';

describe('ArrivalQueue', () => {
  it('gives back all it was given, in order of arrival, ties in order of adding', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 * 3600 - 1 })), (times) => {
        const queue = new ArrivalQueue();
        times.forEach((at, index) => {
          queue.add(at, { raw: `${at} ${index}` });
        });
        const taken = [3600, 3 * 3600, 5 * 3600].flatMap(
          (until) => queue.takeUntil(until).arrivals,
        );
        const expected = times
          .map((at, index) => ({ at, index }))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        expect(taken).toEqual(expected.map(({ at, index }) => ({ raw: `${at} ${index}` })));
        expect(queue.size).toBe(0);
      }),
    );
  });

  it('keeps what is not due', () => {
    const queue = new ArrivalQueue();
    queue.add(3599, { raw: 'due' });
    queue.add(3600, { raw: 'later' });
    expect(queue.takeUntil(3600).arrivals).toEqual([{ raw: 'due' }]);
    expect(queue.size).toBe(1);
  });

  it('refuses what should have arrived already', () => {
    const queue = new ArrivalQueue();
    queue.takeUntil(7200);
    expect(() => queue.add(7199, { raw: 'late' })).toThrow(RangeError);
    queue.add(7200, { raw: 'in time' });
  });
});
