import { expect, test } from 'vitest';
import { type LiveChunk, LiveHospital } from '../../../../pipelines/sources/simulator/live.ts';

const HOUR = 3600;
const OPTIONS = { wards: 4, bedsPerWard: 5, days: 20, seed: 3, start: '2026-01-05T00:00:00Z' };
const START = Date.parse(OPTIONS.start) / 1000;

function readTo(hospital: LiveHospital, hour: number): LiveChunk[] {
  const chunks: LiveChunk[] = [];
  for (;;) {
    const chunk = hospital.take(START + hour * HOUR);
    if (chunk === null) return chunks;
    chunks.push(chunk);
  }
}

const linesOf = (chunks: readonly LiveChunk[], from: number) =>
  chunks.flatMap((chunk) =>
    chunk.arrivals.slice(Math.max(0, from - chunk.from)).map((arrival) => JSON.stringify(arrival)),
  );

test.each([0.5, 7, 36.25, 200])(
  'from what is saved at hour %d the stream goes on as if nothing had been between',
  (hour) => {
    const end = hour + 60;
    const first = new LiveHospital(OPTIONS);
    const before = readTo(first, hour);
    const saved = first.saved!;
    // of the present hour, and not of one before it
    expect(before.at(-1)!.until).toBeGreaterThan(START + (hour - 1) * HOUR);
    expect(linesOf(before, saved.taken).length).toBeLessThan(linesOf(before, 0).length);
    const whole = [...before, ...readTo(first, end)];

    const resumed = readTo(new LiveHospital(OPTIONS, saved), end);
    expect(resumed[0]!.from).toBe(saved.taken);
    expect(linesOf(resumed, saved.taken)).toEqual(linesOf(whole, saved.taken));
    // and once more from there
    const again = new LiveHospital(OPTIONS, saved);
    readTo(again, end - 10);
    const later = again.saved!;
    expect(linesOf(readTo(new LiveHospital(OPTIONS, later), end), later.taken)).toEqual(
      linesOf(whole, later.taken),
    );
  },
);

test('what is saved does not change as the hospital goes on', () => {
  const hospital = new LiveHospital(OPTIONS);
  readTo(hospital, 30);
  const saved = hospital.saved!;
  const copy = Buffer.from(saved.state);
  readTo(hospital, 60);
  expect(hospital.saved!.taken).toBeGreaterThan(saved.taken);
  expect(copy.equals(saved.state)).toBe(true);
});

test('what is no hospital is refused', () => {
  expect(() => new LiveHospital(OPTIONS, { taken: 0, state: Buffer.from('nothing') })).toThrow();
});
