import { describe, expect, it } from 'vitest';
import { simulatedSite } from '../../../../pipelines/sources/simulator/hospital.ts';
import type { SimulationOptions } from '../../../../pipelines/sources/simulator/simulate.ts';
import { OVER_OCCUPANCY } from '../../../../pipelines/sources/simulator/ward.ts';
import { MICROS_PER_HOUR, parseInstant } from '../../../../schemas/instant.ts';
import { events, START } from './sample.ts';

const FORTNIGHT: SimulationOptions = { wards: 15, days: 14, seed: 5, disturbances: false };
const BEDS = 25;

describe('a fortnight on fifteen wards', () => {
  const moves = events(FORTNIGHT)
    .filter((event) => ['admission', 'transfer', 'discharge'].includes(event.type))
    .map((event) => ({ event, at: parseInstant(event.occurredAt) }))
    .sort((a, b) => a.at - b.at);
  const { largest, byHour, bedsShared } = census();

  it('never has a ward more than two over its beds, nor two patients in a bed', () => {
    expect(largest).toBeGreaterThan(BEDS);
    expect(largest).toBeLessThanOrEqual(BEDS + OVER_OCCUPANCY);
    expect(bedsShared).toBe(0);
  });

  it('is 80 to 100 % full, and emptier at weekends', () => {
    const share = byHour.map((patients) => patients / (15 * BEDS));
    const mean = (of: number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;
    expect(mean(share)).toBeGreaterThan(0.85);
    expect(mean(share)).toBeLessThan(0.99);
    expect(Math.min(...share)).toBeGreaterThan(0.75);
    const weekday = (hour: number) => Math.floor(hour / 24) % 7;
    const on = (days: number[]) => mean(share.filter((_, hour) => days.includes(weekday(hour))));
    expect(on([5, 6])).toBeLessThan(on([1, 2, 3]) - 0.02);
  });

  it('admits by day, emergencies until late, and sends home around lunch', () => {
    const during = (type: string, from: number, to: number) =>
      moves.filter(({ event, at }) => {
        const local = (Math.floor(at / MICROS_PER_HOUR) + 1) % 24;
        return event.type === type && at >= START && local >= from && local < to;
      }).length;
    expect(during('admission', 8, 20)).toBeGreaterThan(3 * during('admission', 20, 24));
    expect(during('admission', 8, 20)).toBeGreaterThan(5 * during('admission', 0, 7));
    expect(during('admission', 17, 22)).toBeGreaterThan(0.15 * during('admission', 0, 24));
    expect(during('discharge', 10, 17)).toBeGreaterThan(0.75 * during('discharge', 0, 24));
  });

  it('admits fewer at weekends', () => {
    const perDay = (days: number[]) =>
      moves.filter(({ event, at }) => {
        const day = Math.floor((at - START) / MICROS_PER_HOUR / 24);
        return event.type === 'admission' && at >= START && days.includes(day % 7);
      }).length / days.length;
    expect(perDay([5, 6])).toBeLessThan(0.8 * perDay([0, 1, 2, 3]));
  });

  function census() {
    const wards = new Map(simulatedSite(FORTNIGHT).wards.map(({ wardId }) => [wardId, new Map()]));
    const where = new Map<string, [ward: Map<string, string>, bed: string]>();
    const byHour: number[] = [];
    let largest = 0;
    let bedsShared = 0;
    for (const { event, at } of moves) {
      const hour = (at - START) / MICROS_PER_HOUR;
      while (byHour.length < hour) byHour.push(where.size);
      if (!('encounterId' in event)) continue;
      const left = where.get(event.encounterId);
      if (left !== undefined) left[0].delete(left[1]);
      where.delete(event.encounterId);
      if (event.type !== 'admission' && event.type !== 'transfer') continue;
      const ward = wards.get(event.wardId)!;
      if (ward.has(event.bed)) bedsShared++;
      ward.set(event.bed, event.encounterId);
      where.set(event.encounterId, [ward, event.bed!]);
      if (at >= START) largest = Math.max(largest, ward.size);
    }
    return { largest, byHour, bedsShared };
  }
});
