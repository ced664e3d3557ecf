import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Decoded } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { simulatedSite } from '../../../pipelines/sources/simulator/hospital.ts';
import { simulateHours } from '../../../pipelines/sources/simulator/simulate.ts';
import { site as siteSchema } from '../../../schemas/site.ts';
import { InputError } from '../../../services/platform/input-error.ts';
import {
  keepPlan,
  Simulation,
  type SimulationPlan,
  simulationPlan,
} from '../../../services/processes/simulation.ts';
import type { ServeProcess } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-simulation-'));
const states = mkdtempSync(join(tmpdir(), 'vi-simulation-states-'));
afterAll(() => {
  for (const each of [folder, states]) rmSync(each, { recursive: true, force: true });
});

const HOSPITAL = { wards: 2, bedsPerWard: 4, seed: 5 };
const START = '2026-01-05T00:00:00.000Z';
const at = (hour: number) => Date.parse(START) + hour * 3_600_000;
const rules = eventRules(siteSchema.parse(simulatedSite(HOSPITAL)));

/** A server that keeps what it is given, and where the simulation's stream is read to. */
class Recorder {
  readonly rules = rules;
  readonly records: string[] = [];
  position = 0;
  readonly journal = { positionOf: () => this.position };

  async deliver({ events, rejected }: Decoded, _topic: string, nextOffset: number): Promise<void> {
    for (const { source, id, recordedAt } of events) {
      this.records.push(`${source} ${id} ${recordedAt}`);
    }
    for (const { raw } of rejected) this.records.push(Buffer.from(raw).toString());
    this.position = nextOffset;
  }
}

/** The hospital of a folder (default: a new one) at an hour. */
const simulation = (
  recorder: Recorder,
  hour: number,
  data = mkdtempSync(join(states, 'state-')),
) => {
  const plan: SimulationPlan = { ...HOSPITAL, start: START };
  return Simulation.open(recorder as unknown as ServeProcess, data, plan, () => at(hour));
};
const catchUp = async (...of: Parameters<typeof simulation>) => (await simulation(...of)).catchUp();

test('a start that comes again goes on where it was: nothing twice, nothing left out', async () => {
  const whole = new Recorder();
  await catchUp(whole, 30);
  const inParts = new Recorder();
  for (const hour of [3, 3, 11.5, 30]) await catchUp(inParts, hour);
  expect(whole.records.length).toBeGreaterThan(300);
  expect(inParts.records.sort()).toEqual(whole.records.sort());
  expect(inParts.position).toBe(whole.position);
});

test('what has arrived by now is brought, and nothing of what comes later', async () => {
  const recorder = new Recorder();
  await catchUp(recorder, 24.5);
  const times: number[] = [];
  for (const hour of simulateHours({ ...HOSPITAL, days: 3660, start: START })) {
    times.push(...hour.times);
    if (times.at(-1)! * 1000 > at(26)) break;
  }
  const due = times.filter((time) => time * 1000 <= at(24.5));
  expect(due.length).toBeGreaterThan(300);
  expect(recorder.records).toHaveLength(due.length);
  expect(recorder.position).toBe(due.length);
});

test('the past that is stored is not made again: each start goes on from the hour of the one before', async () => {
  const whole = new Recorder();
  await catchUp(whole, 60);
  const data = mkdtempSync(join(states, 'resumed-'));
  const inParts = new Recorder();
  const made: number[] = [];
  for (const hour of [30, 30.5, 33, 60]) {
    const hospital = await simulation(inParts, hour, data);
    let first = Number.NaN;
    await hospital.catchUp((events) => {
      if (Number.isNaN(first)) first = events;
    });
    made.push(inParts.position - first);
  }
  expect(inParts.records).toEqual(whole.records);
  expect(inParts.position).toBe(whole.position);
  // the second start made no more than the hour that was on
  expect(made[1]).toBeLessThan(made[0]! / 10);
  expect(made[2]).toBeLessThan(made[0]! / 4);
});

test.each([
  ['damaged', (bytes: Buffer) => bytes.fill(0, 200, 210)],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, 500)],
  ['empty', () => Buffer.alloc(0)],
])('where the hospital was is forgotten if it is %s: its past is made again', async (_, harm) => {
  const data = mkdtempSync(join(states, 'harmed-'));
  const recorder = new Recorder();
  await catchUp(recorder, 20, data);
  const file = join(data, 'simulation-state');
  writeFileSync(file, harm(readFileSync(file)));
  await catchUp(recorder, 40, data);
  const whole = new Recorder();
  await catchUp(whole, 40);
  expect(recorder.records).toEqual(whole.records);
});

test('where the hospital was does not count for another hospital, or for a log that lacks what came before', async () => {
  const data = mkdtempSync(join(states, 'other-'));
  await catchUp(new Recorder(), 40, data);
  const restored = new Recorder();
  await catchUp(restored, 42, data);
  const whole = new Recorder();
  await catchUp(whole, 42);
  expect(restored.records).toEqual(whole.records);
  const plan = { ...HOSPITAL, seed: 6, start: START };
  const other = new Recorder();
  const now = () => at(42);
  await (await Simulation.open(other as unknown as ServeProcess, data, plan, now)).catchUp();
  expect(other.records.length).toBeGreaterThan(300);
  expect(other.records).not.toEqual(whole.records);
  expect(other.position).toBeGreaterThan(300);
});

test('a folder keeps the plan of its hospital, and refuses another', async () => {
  const wanted = { ...HOSPITAL, days: 2 };
  const made = await simulationPlan(folder, wanted, at(51.5));
  expect(made).toEqual({ ...HOSPITAL, start: '2026-01-05T03:00:00.000Z' });
  // a start that is refused for another reason leaves no plan
  expect(readdirSync(folder)).toEqual([]);
  await keepPlan(folder, made);
  // later, and with another past: the hospital is the same
  expect(await simulationPlan(folder, { ...wanted, days: 9 }, at(99))).toEqual(made);
  // what is not given is that of the folder
  expect(await simulationPlan(folder, {}, at(99))).toEqual(made);
  const other = simulationPlan(folder, { ...wanted, seed: 6 }, at(99));
  await expect(other).rejects.toThrow(InputError);
});

test.each(['', '{"wards":', '[]', '{"wards":2}'])('a plan that reads %j is named', async (text) => {
  const data = mkdtempSync(join(folder, 'broken-'));
  writeFileSync(join(data, 'simulation.json'), text);
  const plan = simulationPlan(data, { ...HOSPITAL, days: 2 }, at(51.5));
  await expect(plan).rejects.toThrow(InputError);
  await expect(plan).rejects.toThrow(join(data, 'simulation.json'));
});
