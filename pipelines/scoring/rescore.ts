import type { Connection, Statements } from '../warehouse/connection.ts';
import { KeptPlans } from '../warehouse/kept-plans.ts';
import { beginFollowing, createFollowing, endFollowing, FOLLOWING } from './following.ts';
import {
  createReplaced,
  EMPTY_REPLACED,
  REPLACING,
  replaceHours,
  SEARCHING,
  WRITE_HOURS,
} from './replace-hours.ts';
import {
  createSliceTables,
  emptySliceTables,
  fillSliceTables,
  limitSlices,
  refill,
  type SliceLimits,
  searchingSql,
  sliceSql,
} from './stages.ts';

/** Between slices anything may be stored: what comes meanwhile waits for one at most. */
export const SLICE: SliceLimits = { encounters: 6_000, hours: 100_000 };

/** Where nothing waits. DuckDB writes groups of 122 880 rows straight to the file, and what is less twice. */
export const LARGE_SLICE: SliceLimits = { encounters: 7_500, hours: 125_000 };

/** What a slice did. */
export interface Slice {
  /** Encounter-hours written again. */
  readonly hours: number;
  /** Encounters that are still to be recomputed. */
  readonly pending: number;
  /** Whether everyone follows stream time now, as it was when following began. */
  readonly followsTime: boolean;
}

/** What a run of `rescore` did. */
export interface Rescored {
  /** Encounter-hours written again. */
  readonly hours: number;
  /** Whether everyone follows stream time now. */
  readonly followsTime: boolean;
}

/**
 * Where slices are scored: a connection of its own, with the tables of a slice. It creates nothing else, so that the
 * plans of its statements can be kept.
 */
export interface SliceTables {
  readonly connection: Connection;
  /** What runs the statements: the connection itself if this DuckDB cannot keep plans. */
  readonly statements: Statements;
  /** The limits that `slice_limit` has. */
  limits: SliceLimits | null;
  /** Slices since the memory of their rows was given back, and their hours. */
  unreleased: { slices: number; hours: number };
  /** Whether the plans hold what a large slice materialized. */
  holdsLarge: boolean;
}

/** Hours, of one slice or several, that hold memory worth giving back; and small slices that do so together. */
const LARGE_HOURS = 5_000;
const SMALL_SLICES = 100;

const COUNT_PENDING =
  'select count(*) as pending, count(*) filter (follows) as following from rescore_queue';

/**
 * Creates what `rescoreSlice` reads: once for a connection, after tables and settings.
 * @param keepsPlans whether this DuckDB can keep plans
 */
export async function createSlices(
  connection: Connection,
  keepsPlans: boolean,
): Promise<SliceTables> {
  await createFollowing(connection);
  await createSliceTables(connection);
  await createReplaced(connection);
  if (!keepsPlans) {
    return {
      connection,
      statements: connection,
      limits: null,
      unreleased: { slices: 0, hours: 0 },
      holdsLarge: false,
    };
  }
  const statements = new KeptPlans(connection, [...searchingSql(), ...SEARCHING]);
  // over empty tables: plans do not depend on which slice comes first
  await statements.plan([...FOLLOWING, COUNT_PENDING, ...sliceSql(), ...REPLACING]);
  return {
    connection,
    statements,
    limits: null,
    unreleased: { slices: 0, hours: 0 },
    holdsLarge: false,
  };
}

/** Recomputes all that is pending, slice by slice, as `next` does one. */
export async function rescore(
  next: (followTime: boolean) => Promise<Slice>,
  followTime = true,
): Promise<Rescored> {
  let hours = 0;
  let followsTime = false;
  for (let more = true; more; ) {
    const slice = await next(followTime && !followsTime);
    hours += slice.hours;
    followsTime ||= slice.followsTime;
    more = slice.pending > 0;
  }
  return { hours, followsTime };
}

/**
 * Recomputes the encounter-hours that stored facts and stream time touch, from the first hour each
 * encounter is touched, as many as a slice has; a full rebuild is the same with everything touched.
 * Between slices anything may be stored: each begins with what is pending then, the latest change first.
 * What was touched is forgotten in the transaction that brings its rows, so a run that is cut off is taken
 * up by the next.
 *
 * With `followTime` everyone begins to follow stream time as it is now, and does so in this slice and the
 * next ones until all do. Without it only encounters with news are recomputed, to stream time, and the
 * others wait for a slice that follows it, as it does if nobody has new events.
 *
 * What a slice is of is found outside the transaction: DuckDB plans as if tables made within it were empty.
 */
export async function rescoreSlice(
  tables: SliceTables,
  limits: SliceLimits,
  followTime = true,
): Promise<Slice> {
  const { connection, statements } = tables;
  await beginFollowing(statements, followTime);
  await refill(statements, 'rescore_queue');
  let { pending } = await countPending(statements);
  if (pending === 0) {
    // nobody has news: there is nothing for the others to wait for
    await beginFollowing(statements, true);
    await refill(statements, 'rescore_queue');
    pending = (await countPending(statements)).pending;
  }
  let hours = 0;
  if (pending > 0) {
    if (!sameLimits(tables.limits, limits)) {
      await limitSlices(connection, limits);
      tables.limits = limits;
    }
    await fillSliceTables(statements);
    hours = await connection.transaction(() => replaceHours(statements));
  }
  const left = await countPending(statements);
  const followsTime = left.following === 0 && (await endFollowing(statements, left.pending === 0));
  const { unreleased } = tables;
  unreleased.slices++;
  unreleased.hours += hours;
  tables.holdsLarge ||= hours >= LARGE_HOURS;
  if (unreleased.slices >= SMALL_SLICES || unreleased.hours >= LARGE_HOURS) {
    await releaseRows(tables);
  }
  // between the slices of a load, making the plan again would cost more than the memory is worth
  if (tables.holdsLarge && left.pending === 0) await releasePlan(tables);
  return { hours, pending: left.pending, followsTime };
}

/** Gives back all memory that slices hold: each finds its own rows again. */
export async function release(tables: SliceTables): Promise<void> {
  // a checkpoint takes memory too
  await releasePlan(tables);
  await releaseRows(tables);
}

/** DuckDB keeps the memory of rows that are gone until their tables are checkpointed. */
async function releaseRows(tables: SliceTables): Promise<void> {
  const { connection } = tables;
  await emptySliceTables(connection);
  await connection.run(EMPTY_REPLACED);
  await connection.run('checkpoint temp');
  tables.unreleased = { slices: 0, hours: 0 };
}

async function releasePlan(tables: SliceTables): Promise<void> {
  const { statements } = tables;
  if (statements instanceof KeptPlans) await statements.planAgain(WRITE_HOURS);
  tables.holdsLarge = false;
}

function sameLimits(one: SliceLimits | null, other: SliceLimits): boolean {
  return one?.encounters === other.encounters && one.hours === other.hours;
}

/** What is not recomputed yet: encounters, and those of them that follow stream time. */
interface Pending {
  readonly pending: number;
  readonly following: number;
}

async function countPending(statements: Statements): Promise<Pending> {
  const [row] = await statements.rows<Pending>(COUNT_PENDING);
  return row!;
}
