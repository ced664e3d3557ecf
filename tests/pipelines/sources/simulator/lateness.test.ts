import { describe, expect, it } from 'vitest';
import { events, firstVersions, lateness, quantile, TWENTY_WARDS } from './sample.ts';

describe('lateness', () => {
  const stream = firstVersions(events(TWENTY_WARDS));
  const of = (...types: string[]) =>
    stream.filter(({ type }) => types.includes(type)).map(lateness);

  it('of charting is 10 minutes in the middle, 90 for one in ten, 5 hours for one in 100', () => {
    const late = of('observation', 'task', 'medication', 'assessment');
    expect(quantile(late, 0.5)).toBeGreaterThan(7);
    expect(quantile(late, 0.5)).toBeLessThan(13);
    expect(quantile(late, 0.9)).toBeGreaterThan(70);
    expect(quantile(late, 0.9)).toBeLessThan(110);
    expect(quantile(late, 0.99)).toBeGreaterThan(220);
    expect(quantile(late, 0.99)).toBeLessThan(380);
    expect(quantile(late, 1)).toBeLessThanOrEqual(24 * 60);
  });

  it('of moves is a few minutes', () => {
    const late = of('admission', 'transfer', 'discharge', 'leave.start', 'leave.end');
    expect(quantile(late, 0.5)).toBeGreaterThan(1);
    expect(quantile(late, 0.5)).toBeLessThan(4);
    expect(quantile(late, 0.99)).toBeLessThan(60);
    expect(quantile(late, 0)).toBeGreaterThanOrEqual(0);
  });

  it('is negative for some clocks, by up to five minutes', () => {
    const late = of('observation');
    const fast = late.filter((minutes) => minutes < 0);
    expect(fast.length / late.length).toBeGreaterThan(0.003);
    expect(fast.length / late.length).toBeLessThan(0.02);
    expect(quantile(late, 0)).toBeGreaterThanOrEqual(-5);
    expect(quantile(late, 0)).toBeLessThan(-4);
  });
});
