import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../schemas/instant.ts';
import type { WireEvent } from '../../../../schemas/ward-event.ts';
import { events, groupBy, quantile, START, TWENTY_WARDS } from './sample.ts';

type Observation = Extract<WireEvent, { type: 'observation' }>;

const SEVEN = [
  'respiratory-rate',
  'spo2',
  'supplemental-oxygen',
  'systolic-bp',
  'heart-rate',
  'temperature',
  'consciousness',
];

describe('patients', () => {
  const stream = events({ ...TWENTY_WARDS, disturbances: false });
  const observations = stream.filter((event) => event.type === 'observation');
  const ages = new Map(
    stream.flatMap((event) => (event.type === 'admission' ? [[event.encounterId, event.age]] : [])),
  );
  const adults = observations.filter(({ encounterId }) => (ages.get(encounterId) ?? 0) >= 18);
  const sets = groupBy(
    adults.filter(({ code }) => SEVEN.includes(code)),
    ({ encounterId, occurredAt }) => `${encounterId} ${occurredAt}`,
  );

  it('have 60 to 90 records a day', () => {
    const patientDays = 20 * 25 * 0.92 * 2;
    const records = stream.filter(({ recordedAt }) => parseInstant(recordedAt) >= START).length;
    expect(records / patientDays).toBeGreaterThan(55);
    expect(records / patientDays).toBeLessThan(90);
  });

  it('have their vital signs taken in sets, four in five complete', () => {
    const sizes = [...sets.values()].map((set) => set.length);
    expect(quantile(sizes, 0.01)).toBeGreaterThanOrEqual(3);
    const complete = sizes.filter((size) => size === 7).length / sizes.length;
    expect(complete).toBeGreaterThan(0.7);
    expect(complete).toBeLessThan(0.9);
  });

  it('have the vital signs of a ward: most near normal, a tail of the very ill', () => {
    const spread = (code: string) => {
      const numbers = adults
        .filter((event) => event.code === code)
        .map(({ value }) => Number(value));
      return [0.1, 0.5, 0.9].map((share) => quantile(numbers, share));
    };
    expectBetween(spread('respiratory-rate'), [14, 16, 20], [17, 20, 27]);
    expectBetween(spread('spo2'), [90, 94, 96], [94, 97, 100]);
    expectBetween(spread('heart-rate'), [60, 78, 95], [75, 92, 115]);
    expectBetween(spread('systolic-bp'), [90, 115, 130], [110, 130, 150]);
    expectBetween(spread('temperature'), [36, 36.6, 37.2], [36.6, 37.2, 38.3]);
  });

  it('breathe faster where the heart is fast: one illness behind all the signs', () => {
    const pairs = [...sets.values()].flatMap((set) => {
      const [rate, heart] = ['respiratory-rate', 'heart-rate'].map((code) => reading(set, code));
      return rate === undefined || heart === undefined ? [] : [[rate, heart] as const];
    });
    expect(correlation(pairs)).toBeGreaterThan(0.3);
  });

  it('are seen more often the iller they are', () => {
    const perPatient = groupBy([...sets.values()], (set) => set[0]!.encounterId);
    const intervals = { well: [] as number[], ill: [] as number[] };
    for (const mine of perPatient.values()) {
      const inOrder = mine
        .map((set) => ({ at: parseInstant(set[0]!.occurredAt), rate: reading(set, 'heart-rate')! }))
        .sort((a, b) => a.at - b.at);
      inOrder.slice(1).forEach(({ at }, index) => {
        const { at: before, rate } = inOrder[index]!;
        if (rate >= 111) intervals.ill.push((at - before) / 3.6e9);
        if (rate < 85) intervals.well.push((at - before) / 3.6e9);
      });
    }
    expect(quantile(intervals.ill, 0.5)).toBeLessThan(2);
    expect(quantile(intervals.well, 0.5)).toBeGreaterThan(3);
    expect(quantile(intervals.well, 0.95)).toBeLessThan(16);
  });

  it('have their function levels assessed daily, all four areas at once', () => {
    const levels = observations.filter(({ code }) => code.startsWith('function.'));
    const rounds = groupBy(levels, (event) => `${event.encounterId} ${event.occurredAt}`);
    expect([...rounds.values()].every((round) => round.length === 4)).toBe(true);
    for (const level of [1, 2, 3, 4]) {
      const share = levels.filter(({ value }) => value === level).length / levels.length;
      expect(share).toBeGreaterThan(0.03);
    }
  });
});

function reading(set: readonly Observation[], code: string): number | undefined {
  const found = set.find((event) => event.code === code);
  return found === undefined ? undefined : Number(found.value);
}

function expectBetween(found: number[], low: number[], high: number[]): void {
  found.forEach((value, index) => {
    expect(value).toBeGreaterThanOrEqual(low[index]!);
    expect(value).toBeLessThanOrEqual(high[index]!);
  });
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const product = (f: (x: number, y: number) => number) =>
    mean(pairs.map(([x, y]) => f(x - mx, y - my)));
  return product((x, y) => x * y) / Math.sqrt(product((x) => x * x) * product((_, y) => y * y));
}
