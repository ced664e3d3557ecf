import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Decoded, decode, decodeValues } from '../../pipelines/events/decode.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import {
  type LiveChunk,
  LiveHospital,
  type LiveState,
} from '../../pipelines/sources/simulator/live.ts';
import type { Arrival } from '../../pipelines/sources/simulator/queue.ts';
import { InputError } from '../platform/input-error.ts';
import { keepHospital, savedHospital } from './saved-hospital.ts';
import type { ServeProcess } from './serve.ts';

const TOPIC = 'simulation';
const DAY_SECONDS = 86_400;
/** The simulated hospital runs longer than any viewer needs. */
const DAYS_AHEAD = 3660;
/** Events of one commit while history is loaded: a row group of DuckDB, which is written once. */
const HISTORY_CHUNK = 122_880;
const STEP_MILLISECONDS = 1_000;

const plan = z.strictObject({
  wards: z.int(),
  bedsPerWard: z.int(),
  seed: z.int(),
  start: z.string(),
});
export type SimulationPlan = z.output<typeof plan>;

/** The hospital of `npm start`: so many days that each kind of day has eight of them, from which what is usual is known. */
const DEFAULT_HOSPITAL = { wards: 10, bedsPerWard: 20, seed: 1 };
const DEFAULT_DAYS = 30;

/** A simulated hospital as it is wanted: what is not given is that of the data folder, or the default of a new one. */
export type WantedHospital = Partial<Omit<SimulationPlan, 'start'>> & { readonly days?: number };

const planFile = (data: string) => join(data, 'simulation.json');

/**
 * Returns the plan of a data folder's simulated hospital, or a new plan if the folder has none. The same plan gives
 * the same stream, so that a restarted server continues where it was. Writes nothing.
 * @throws InputError if the folder has another hospital
 */
export async function simulationPlan(
  data: string,
  wanted: WantedHospital,
  now: number,
): Promise<SimulationPlan> {
  const file = planFile(data);
  const { days = DEFAULT_DAYS, ...given } = wanted;
  let kept: SimulationPlan;
  try {
    kept = plan.parse(JSON.parse(await readFile(file, 'utf8')));
    if (isDeepStrictEqual({ ...kept, ...given }, kept)) return kept;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      throw new InputError(
        `${file} cannot be used: expected the plan of the simulated hospital as it was written${code === undefined ? '' : ` (${code})`}. Put it back, or give another --data.`,
      );
    }
    const start = new Date(now - days * DAY_SECONDS * 1000);
    start.setUTCMinutes(0, 0, 0);
    return { ...DEFAULT_HOSPITAL, ...given, start: start.toISOString() };
  }
  throw new InputError(
    `${data} holds another simulated hospital (${file}): one of another size has another past. Give --wards ${kept.wards} --beds ${kept.bedsPerWard} --seed ${kept.seed} or none of them, or another --data.`,
  );
}

/** Writes the plan to a data folder, which then belongs to this hospital. */
export async function keepPlan(data: string, kept: SimulationPlan): Promise<void> {
  await writeFile(planFile(data), `${JSON.stringify(kept)}\n`);
}

/** A simulated hospital that feeds a server: first its past, then events as time passes. */
export class Simulation {
  private readonly hospital: LiveHospital;
  private readonly server: ServeProcess;
  private readonly now: () => number;
  private readonly keep: (live: LiveState) => Promise<void>;
  private kept: LiveState | null = null;
  private stored = 0;
  private stopped = false;
  private due: LiveChunk | null = null;
  private running: Promise<void> = Promise.resolve();

  /**
   * @param saved where the hospital of the plan was
   * @param keep keeps where it is, for a restart
   */
  constructor(
    server: ServeProcess,
    plan: SimulationPlan,
    now: () => number = Date.now,
    saved?: LiveState,
    keep: (live: LiveState) => Promise<void> = async () => {},
  ) {
    this.server = server;
    this.hospital = new LiveHospital({ ...plan, days: DAYS_AHEAD }, saved);
    this.now = now;
    this.keep = keep;
  }

  /** The hospital of a data folder: it goes on where it was, if that is known. */
  static async open(
    server: ServeProcess,
    data: string,
    plan: SimulationPlan,
    now?: () => number,
  ): Promise<Simulation> {
    const saved = await savedHospital(data, plan);
    // a journal from a backup may lack events of before
    const isStored = saved !== undefined && saved.taken <= server.journal.positionOf(TOPIC);
    const keep = (live: LiveState) => keepHospital(data, plan, live);
    return new Simulation(server, plan, now, isStored ? saved : undefined, keep);
  }

  /** Stores the events up to now that are not stored yet. */
  async catchUp(onProgress: (events: number, until: number) => void = () => {}): Promise<void> {
    this.stored = this.server.journal.positionOf(TOPIC);
    let held: Arrival[] = [];
    let offset = 0;
    let storing = Promise.resolve();
    // one chunk is stored while the next is generated
    const deliver = async () => {
      const decoded = decodeArrivals(held, this.server.rules);
      held = [];
      await storing;
      storing = this.server.deliver(decoded, TOPIC, offset);
      // the next await throws this error
      storing.catch(() => undefined);
    };
    for (;;) {
      const chunk = this.hospital.take(this.now() / 1000);
      if (chunk === null || this.stopped) break;
      offset = chunk.from + chunk.arrivals.length;
      const known = Math.max(0, this.stored - chunk.from);
      for (const arrival of chunk.arrivals.slice(known)) held.push(arrival);
      onProgress(offset, chunk.until);
      if (held.length >= HISTORY_CHUNK) await deliver();
      else await new Promise((resolve) => setImmediate(resolve));
    }
    if (held.length > 0) await deliver();
    await storing;
    await this.keepSaved();
  }

  /** Continues as time passes, until `stop`. */
  run(onError: (error: Error) => void): void {
    const step = async () => {
      const began = Date.now();
      await this.catchUpNow().catch(onError);
      const rest = Math.max(0, STEP_MILLISECONDS - (Date.now() - began));
      await new Promise((resolve) => setTimeout(resolve, rest));
    };
    this.running = (async () => {
      while (!this.stopped) await step();
    })();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async catchUpNow(): Promise<void> {
    for (;;) {
      // an event that could not be delivered comes again
      this.due ??= this.hospital.take(this.now() / 1000);
      if (this.due === null || this.stopped) return;
      const { arrivals, from } = this.due;
      const decoded = decodeArrivals(arrivals, this.server.rules);
      await this.server.deliver(decoded, TOPIC, from + arrivals.length);
      this.due = null;
      await this.keepSaved();
    }
  }

  /** Keeps where the hospital was as its present hour began, once all from before that is stored. */
  private async keepSaved(): Promise<void> {
    const { saved } = this.hospital;
    if (saved === null || saved === this.kept) return;
    if (saved.taken > this.server.journal.positionOf(TOPIC)) return;
    await this.keep(saved);
    this.kept = saved;
  }
}

/** As if each had come over the wire; a duplicate is the same object again, so none is changed. */
function decodeArrivals(arrivals: readonly Arrival[], rules: EventRules): Decoded {
  const values = arrivals.flatMap((arrival) => ('event' in arrival ? [{ ...arrival.event }] : []));
  const broken = arrivals.flatMap((arrival) => ('raw' in arrival ? [arrival.raw] : []));
  const sound = decodeValues(values, rules);
  const rest = decode(
    broken.map((raw, offset) => ({ offset, bytes: Buffer.from(raw) })),
    rules,
  );
  return {
    events: [...sound.events, ...rest.events],
    rejected: [...sound.rejected, ...rest.rejected],
  };
}
