import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Pace } from '../../../services/ingest/pace.ts';
import { QueueFullError } from '../../../services/ingest/queue-problems.ts';
import { PATIENCE } from '../../support/patience.ts';

describe('rejected records take a quarter of the time of their sender at most', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** When a rest is over, in milliseconds from now; null where it was refused. */
  function rest(pace: Pace, sender: string, milliseconds: number) {
    const began = performance.now();
    const over: { at: number | null; refused: boolean } = { at: null, refused: false };
    pace.rest(sender, milliseconds).then(
      () => {
        over.at = performance.now() - began;
      },
      (error) => {
        expect(error).toBeInstanceOf(QueueFullError);
        over.refused = true;
      },
    );
    return over;
  }
  const settled = () => vi.advanceTimersByTimeAsync(0);

  test('of one sender, whatever it sends beside each other', async () => {
    const pace = new Pace(10_000);
    // 100 ms of work, so 300 ms of rest; what comes meanwhile rests after it
    const [first, second] = [rest(pace, 'a', 100), rest(pace, 'a', 200)];
    await vi.advanceTimersByTimeAsync(2_000);
    expect([first.at, second.at]).toEqual([300, 900]);
    // what was used up is over
    const third = rest(pace, 'a', 100);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(third.at).toBe(300);
  });

  test('and cost nobody else anything', async () => {
    const pace = new Pace(10_000);
    rest(pace, 'a', 3_000);
    const other = rest(pace, 'b', 10);
    await vi.advanceTimersByTimeAsync(100);
    expect(other.at).toBe(30);
  });

  test('what would wait too long is refused', async () => {
    const pace = new Pace(1_000);
    const [first, second, third] = [1, 2, 3].map(() => rest(pace, 'a', 200));
    await settled();
    // 600 and 1 200 ms; the third would begin to rest after more than a second
    expect([first!.refused, second!.refused, third!.refused]).toEqual([false, false, true]);
    await vi.advanceTimersByTimeAsync(1_200);
    expect([first!.at, second!.at]).toEqual([600, 1_200]);
    const later = rest(pace, 'a', 100);
    await vi.advanceTimersByTimeAsync(300);
    expect(later.at).toBe(300);
  });
});

test('what is sound does not rest', async () => {
  const pace = new Pace(2 * PATIENCE);
  void pace.rest('a', 2 * PATIENCE);
  const began = performance.now();
  await pace.rest('a', 0);
  expect(performance.now() - began).toBeLessThan(PATIENCE);
});
