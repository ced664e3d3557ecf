import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { simulatedSite } from '../../../../pipelines/sources/simulator/hospital.ts';
import {
  type Arrival,
  type SimulationOptions,
  simulate,
  simulateHours,
} from '../../../../pipelines/sources/simulator/simulate.ts';
import { parseInstant } from '../../../../schemas/instant.ts';
import { isFromTheFuture, wardEvent } from '../../../../schemas/ward-event.ts';
import {
  END,
  events,
  firstVersions,
  line,
  lines,
  quantile,
  START,
  TWENTY_WARDS,
} from './sample.ts';

const SMALL: SimulationOptions = { wards: 3, days: 2, seed: 7 };

function fingerprint(options: SimulationOptions): string {
  const hash = createHash('sha256');
  for (const text of lines(options)) hash.update(text).update('\n');
  return hash.digest('hex');
}

describe('simulate', () => {
  const arrivals = [...simulate(TWENTY_WARDS)];
  const stream = arrivals.flatMap((each) => ('event' in each ? [each.event] : []));
  const quiet = events({ ...TWENTY_WARDS, disturbances: false });

  it('gives the same stream for the same options, whatever the time zone', () => {
    const { TZ } = process.env;
    const first = fingerprint(SMALL);
    process.env.TZ = 'Pacific/Auckland';
    try {
      expect(fingerprint({ ...SMALL })).toBe(first);
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  });

  it('gives another stream for another seed, start or size', () => {
    const start = '2026-06-01T05:00:00Z';
    const others = [SMALL, { ...SMALL, seed: 8 }, { ...SMALL, start }, { ...SMALL, wards: 4 }];
    expect(new Set(others.map(fingerprint)).size).toBe(4);
  });

  it('sends events that are valid and not from the future, and raw lines that are refused', () => {
    const known = new Set(simulatedSite(TWENTY_WARDS).wards.map(({ wardId }) => wardId));
    const isAccepted = (arrival: Arrival) => {
      const parsed = wardEvent.safeParse('raw' in arrival ? json(arrival.raw) : arrival.event);
      if (!parsed.success || isFromTheFuture(parsed.data)) return false;
      return !('wardId' in parsed.data) || known.has(parsed.data.wardId);
    };
    expect(arrivals.filter((each) => isAccepted(each) !== 'event' in each).map(line)).toEqual([]);
    expect(arrivals.some((each) => 'raw' in each)).toBe(true);
    expect(new Set(stream.map(({ type }) => type)).size).toBe(14);
  });

  it('is in order of arrival: of recording, but for delays of up to ten minutes', () => {
    let newest = Number.NEGATIVE_INFINITY;
    const behind = quiet.map(({ recordedAt }) => {
      const at = parseInstant(recordedAt);
      newest = Math.max(newest, at);
      return (newest - at) / 1e6;
    });
    expect(quantile(behind, 1)).toBeGreaterThan(300);
    expect(quantile(behind, 1)).toBeLessThanOrEqual(610);
    expect(quantile(behind, 0.95)).toBeLessThanOrEqual(5);
  });

  it('opens with patients already in, and closes the last hour with a tick', () => {
    const before = quiet.filter((event) => parseInstant(event.recordedAt) < START);
    const admitted = before.filter(({ type }) => type === 'admission');
    expect(admitted.length).toBeGreaterThan(400);
    const daysIn = admitted.map(
      ({ occurredAt }) => (START - parseInstant(occurredAt)) / 24 / 3.6e9,
    );
    expect(quantile(daysIn, 0.25)).toBeLessThan(3);
    expect(quantile(daysIn, 0.5)).toBeGreaterThan(1.5);
    expect(quantile(daysIn, 0.9)).toBeGreaterThan(5);
    expect(quantile(daysIn, 1)).toBeLessThan(23);
    expect(before.filter(({ type }) => type === 'discharge')).toEqual([]);
    const ticks = quiet.filter(({ type }) => type === 'tick');
    expect(ticks.length).toBe(2 * 24 * 12 + 1);
    expect(parseInstant(quiet.at(-1)!.recordedAt)).toBe(END);
    expect(quiet.at(-1)!.type).toBe('tick');
  });

  it('numbers every record once in its source', () => {
    const versions = firstVersions(stream);
    const identities = new Set(versions.map(({ source, id }) => `${source} ${id}`));
    expect(identities.size).toBe(versions.length);
  });

  it('keeps identities apart over both changes of the clock', () => {
    for (const start of ['2026-03-28T06:00:00Z', '2026-10-24T05:00:00Z']) {
      const found = events({ wards: 2, days: 3, seed: 1, start, disturbances: false });
      expect(new Set(found.map(({ source, id }) => `${source} ${id}`)).size).toBe(found.length);
    }
  });

  it('keeps no more waiting as time goes by', () => {
    const waiting = [...simulateHours({ wards: 5, days: 12, seed: 3 })].map(
      ({ pending }) => pending,
    );
    const early = Math.max(...waiting.slice(0, 4 * 24));
    const late = Math.max(...waiting.slice(8 * 24));
    expect(late).toBeLessThan(1.5 * early);
    expect(late).toBeLessThan(1000);
  });

  it('refuses a start that is not an instant', () => {
    expect(() => simulate({ ...SMALL, start: '2026-01-05' }).next()).toThrow(RangeError);
  });
});

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
