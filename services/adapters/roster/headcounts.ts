import type { Micros } from '../../../schemas/instant.ts';
import type { RosterPart } from './rows.ts';
import { NOWHERE, type Role, type RosterWords } from './words.ts';

/** Persons of a role on a ward in one hour. */
export interface Headcount {
  readonly ward: string;
  readonly role: Role;
  /** Start of the hour. */
  readonly hour: Micros;
  /** Above 0, with four decimals. */
  readonly headcount: number;
  /** Since when the roster says so. */
  readonly since: Micros;
}

interface Cell {
  readonly ward: string;
  readonly role: Role;
  readonly hour: Micros;
  /** Minutes by ward and day of the rows. */
  readonly minutes: Map<string, number>;
  headcount: number;
  since: Micros;
}

/**
 * The headcounts that hold, given all parts of rosters there are, in any order: of the rows of a ward that begin on one day
 * the latest counts. An hour in which nobody works has none.
 */
export function headcountsOf(parts: readonly RosterPart[], words: RosterWords): Headcount[] {
  const cells = new Map<string, Cell>();
  const touchedBy = new Map<string, Map<string, Cell>>();
  for (const part of inOrder(parts)) {
    const origin = JSON.stringify([part.ward, part.begins, part.day]);
    const before = touchedBy.get(origin) ?? new Map<string, Cell>();
    const touched = new Map(before);
    for (const cell of before.values()) cell.minutes.delete(origin);
    const now = new Map<string, Cell>();
    for (const { role, hour, ward, minutes } of worked(part, words)) {
      const key = JSON.stringify([ward, role, hour]);
      const cell = cells.get(key) ?? {
        ...{ ward, role, hour, minutes: new Map(), headcount: 0, since: part.recordedAt },
      };
      cells.set(key, cell);
      cell.minutes.set(origin, (cell.minutes.get(origin) ?? 0) + minutes);
      touched.set(key, cell);
      now.set(key, cell);
    }
    touchedBy.set(origin, now);
    for (const cell of touched.values()) {
      const headcount = rounded(cell);
      if (headcount !== cell.headcount) cell.since = part.recordedAt;
      cell.headcount = headcount;
    }
  }
  return [...cells.values()]
    .filter(({ headcount }) => headcount > 0)
    .map(({ ward, role, hour, headcount, since }) => ({ ward, role, hour, headcount, since }))
    .toSorted((a, b) => compare(a.ward, b.ward) || compare(a.role, b.role) || a.hour - b.hour);
}

/** The latest part of the rows of each ward and day. */
export function latestParts(parts: readonly RosterPart[]): RosterPart[] {
  const latest = new Map<string, RosterPart>();
  for (const part of inOrder(parts)) {
    latest.set(JSON.stringify([part.ward, part.begins, part.day]), part);
  }
  return [...latest.values()];
}

function* worked({ ward, parts }: RosterPart, words: RosterWords) {
  for (const { role, activity, hours } of parts) {
    const meant = words.meant({ ward, role, activity });
    if (meant.isWork !== true || meant.ward === null || meant.ward === NOWHERE) continue;
    if (meant.role === null || meant.role === 'ignore') continue;
    for (const [hour, minutes] of hours) {
      yield { ward: meant.ward, role: meant.role, hour, minutes };
    }
  }
}

/** Summed in an order of their own, so that the order of files does not decide the last digit. */
function rounded({ minutes }: Cell): number {
  const sum = [...minutes]
    .toSorted(([a], [b]) => compare(a, b))
    .reduce((total, [, some]) => total + some, 0);
  return Math.round((sum / 60) * 10_000) / 10_000;
}

/** By time; parts of one time by what they say, so that the order they came in decides nothing. */
function inOrder(parts: readonly RosterPart[]): RosterPart[] {
  return parts.toSorted(
    (a, b) => a.recordedAt - b.recordedAt || compare(JSON.stringify(a), JSON.stringify(b)),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
