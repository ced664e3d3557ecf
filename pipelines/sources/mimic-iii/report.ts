import type { WireEvent } from '../../../schemas/ward-event.ts';

/** One item whose rows became nothing. */
interface UnmappedItem {
  itemid: number;
  label: string;
  rows: number;
}

/** What became of the rows of one table; `rows` = `notSelected` + all of `mapped` and `notMapped`. */
interface TableReport {
  rows: number;
  /** Rows of admissions that were not selected. */
  notSelected: number;
  /** Rows used, by what they were used for. Several rows can make one event. */
  mapped: Record<string, number>;
  /** Rows not used, by reason. */
  notMapped: Record<string, number>;
  /** The items most often left out. */
  topUnmapped: UnmappedItem[];
}

/** What was imported and what was not, and why. */
export interface ImportReport {
  /** The calendar of the events, said in words: it is invented. */
  calendar: string;
  admissions: number;
  /** Events by type and code. */
  events: Record<string, number>;
  /** Rows stored before the time they are charted for: `recordedAt` raised to the chart time. */
  chartedAheadOfTime: { rows: number; byMoreThanFiveMinutes: number };
  tables: Record<string, TableReport>;
}

const TOP = 25;

interface Counts {
  rows: number;
  notSelected: number;
  mapped: Map<string, number>;
  notMapped: Map<string, number>;
  items: Map<number, number>;
}

/** Counts rows while the tables are read. */
export class Tally {
  readonly #tables = new Map<string, Counts>();
  readonly #ahead = { rows: 0, byMoreThanFiveMinutes: 0 };

  notSelected(table: string): void {
    const counts = this.#of(table);
    counts.rows++;
    counts.notSelected++;
  }

  mapped(table: string, purpose: string): void {
    const counts = this.#of(table);
    counts.rows++;
    add(counts.mapped, purpose);
  }

  notMapped(table: string, reason: string, itemid?: number): void {
    const counts = this.#of(table);
    counts.rows++;
    add(counts.notMapped, reason);
    if (itemid !== undefined) add(counts.items, itemid);
  }

  /** Counts a row stored `milliseconds` before the time it is charted for. */
  chartedAhead(milliseconds: number): void {
    this.#ahead.rows++;
    if (milliseconds > 300_000) this.#ahead.byMoreThanFiveMinutes++;
  }

  /** The report; `labels` names items, if the dictionary does. */
  report(
    calendar: string,
    admissions: number,
    events: readonly WireEvent[],
    labels: ReadonlyMap<number, string>,
  ): ImportReport {
    const kinds = new Map<string, number>();
    for (const event of events) add(kinds, eventCategory(event));
    return {
      calendar,
      admissions,
      events: sorted(kinds),
      chartedAheadOfTime: { ...this.#ahead },
      tables: Object.fromEntries(
        [...this.#tables].map(([table, counts]) => [table, tableReport(counts, labels)]),
      ),
    };
  }

  #of(table: string): Counts {
    let counts = this.#tables.get(table);
    if (counts === undefined) {
      counts = {
        rows: 0,
        notSelected: 0,
        mapped: new Map(),
        notMapped: new Map(),
        items: new Map(),
      };
      this.#tables.set(table, counts);
    }
    return counts;
  }
}

/** Type and code of an event, such as `observation heart-rate`. */
export function eventCategory(event: WireEvent): string {
  if (event.type === 'medication') return `medication ${event.form}`;
  if (event.type === 'assessment') return `assessment ${event.instrument}`;
  return 'code' in event ? `${event.type} ${event.code}` : event.type;
}

function tableReport(counts: Counts, labels: ReadonlyMap<number, string>): TableReport {
  const top = [...counts.items].sort(([a, n], [b, m]) => m - n || a - b).slice(0, TOP);
  return {
    rows: counts.rows,
    notSelected: counts.notSelected,
    mapped: sorted(counts.mapped),
    notMapped: sorted(counts.notMapped),
    topUnmapped: top.map(([itemid, rows]) => ({ itemid, label: labels.get(itemid) ?? '', rows })),
  };
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
