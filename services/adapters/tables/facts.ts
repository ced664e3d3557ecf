import type { Micros } from '../../../schemas/instant.ts';
import type { Json, Note, StoredExtract } from '../adapter.ts';
import type { Act, Coding, Fact, Place, SourceValue, TimeProblem } from '../facts.ts';
import type { TimeRules } from '../local-times.ts';
import { comparable } from '../mapping/places.ts';
import type { Channel, Mapping, Table } from '../mapping/schema.ts';
import { PRODUCT_SYSTEM } from '../mapping/targets.ts';
import { Notes } from '../notes.ts';
import { isClockAhead } from '../visit/recorded.ts';
import { TABLE_KINDS } from './extract.ts';
import { readTime } from './times.ts';

export type TableKind = (typeof TABLE_KINDS)[Table['kind']];

export function isTableKind(kind: string): kind is TableKind {
  return (Object.values(TABLE_KINDS) as readonly string[]).includes(kind);
}

/**
 * What rows of tables state, given all rows of a visit: of the versions of a row, which have one key, the latest counts.
 */
export function factsOfTables(
  extracts: readonly StoredExtract[],
  mapping: Mapping,
): { facts: Fact[]; notes: Note[] } {
  const notes = new Notes();
  const latest = new Map<string, Row>();
  for (const extract of extracts) {
    if (!isTableKind(extract.kind)) throw new RangeError(`No extract of a table: ${extract.kind}`);
    const row = new Row(extract, mapping, notes);
    const key = JSON.stringify([extract.channel, extract.kind, row.text('key')]);
    const known = latest.get(key);
    if (known === undefined || row.isLaterThan(known)) latest.set(key, row);
  }
  const there = [...latest.values()].filter((row) => !row.isAbsent);
  const facts = there.flatMap((row) => READ[row.kind](row));
  return { facts, notes: notes.list() };
}

/** A row that is being read. */
class Row {
  readonly kind: TableKind;
  readonly channel: Channel | undefined;
  readonly notes: Notes;
  readonly stated: { channel: string; receivedAt: Micros; recordedAt: Micros };
  private readonly extract: StoredExtract;
  private readonly rules: TimeRules;

  constructor(extract: StoredExtract, mapping: Mapping, notes: Notes) {
    const { channel: name, receivedAt } = extract;
    this.extract = extract;
    this.kind = extract.kind as TableKind;
    this.notes = notes;
    this.channel = mapping.channels.find((channel) => channel.name === name);
    const { zone = mapping.zone, ignoreOffsets = false } = this.channel ?? {};
    this.rules = { zone, ignoreOffsets, receivedAt: null };
    this.stated = { channel: name, receivedAt, recordedAt: this.recordedAt(receivedAt) };
  }

  /** True if the newest file that is complete for its period no longer has the row. */
  get isAbsent(): boolean {
    return this.extract.body.absent === true;
  }

  get isWithdrawn(): boolean {
    return this.extract.body.withdrawn === true;
  }

  /** In files that are complete, the file decides: a row that is back holds again as it was. */
  isLaterThan(other: Row): boolean {
    const [mine, theirs] = [this.order(), other.order()];
    const differing = mine.findIndex((value, index) => value !== theirs[index]);
    return differing >= 0 && mine[differing]! > theirs[differing]!;
  }

  field(name: string): Json | undefined {
    return this.extract.body[name];
  }

  text(name: string): string {
    const value = this.field(name);
    return typeof value === 'string' ? value : '';
  }

  time(name: string): Micros | TimeProblem | null {
    return readTime(this.text(name), this.rules);
  }

  /** A time that must be there; notes why it cannot be used. */
  neededTime(name: string): Micros | null {
    const time = this.time(name);
    if (typeof time === 'number') return time;
    this.note(time ?? 'no-time');
    return null;
  }

  place(): Place {
    return { facility: '', unit: this.text('unit'), room: '', bed: this.text('bed') };
  }

  note(reason: Note['reason'], key = ''): void {
    this.notes.add(reason, this.stated.channel, { key });
  }

  private recordedAt(receivedAt: Micros): Micros {
    const recorded = this.time('recorded');
    if (typeof recorded === 'number') return recorded;
    const written = this.field('writtenAt');
    return typeof written === 'number' ? written : receivedAt;
  }

  private order(): (number | string)[] {
    const { recordedAt, receivedAt } = this.stated;
    const stored = isClockAhead(this.stated) ? receivedAt : recordedAt;
    const written = this.field('writtenAt');
    const file = this.field('complete') === true && typeof written === 'number' ? written : stored;
    return [file, stored, receivedAt, JSON.stringify(this.extract.body)];
  }
}

const READ: Readonly<Record<TableKind, (row: Row) => Fact[]>> = {
  'table-stay': stayFacts,
  'table-move': movementFacts,
  'table-value': valueFacts,
  'table-medication': medicationFacts,
  'table-need': needFacts,
};

/** A stay whose end cannot be read is not taken for one that goes on. */
function stayFacts(row: Row): Fact[] {
  const shared = { ...row.stated, kind: 'stay' as const, key: row.text('key'), place: row.place() };
  const from = row.neededTime('from');
  const to = row.text('to') === '' ? null : row.neededTime('to');
  if (from === null || (to === null && row.text('to') !== '')) return [];
  const planned = row.time('planned');
  if (typeof planned === 'string') row.note(planned);
  return [
    {
      ...shared,
      ...{ from, to, withdrawn: row.isWithdrawn },
      plannedDischargeAt: typeof planned === 'number' ? planned : null,
      age: (row.field('age') ?? null) as number | null,
    },
  ];
}

function movementFacts(row: Row): Fact[] {
  if (row.isWithdrawn) return [];
  const act = actOf(row);
  const at = row.neededTime('at');
  if (at === null) return [];
  if (act === null) {
    row.note('trigger-without-meaning', row.text('act'));
    return [];
  }
  const place = row.place();
  return [
    {
      ...row.stated,
      ...{ kind: 'movement', act, cancels: false, trigger: 'row', at },
      place: act === 'leave' ? null : place,
      priorPlace: act === 'leave' ? place : null,
      patientClass: null,
      age: null,
    },
  ];
}

function actOf(row: Row): Act | null {
  const { channel } = row;
  const tables = channel?.kind === 'table' ? channel.tables : [];
  for (const table of tables) {
    if (table.kind !== 'movements') continue;
    const word = comparable(row.text('act'));
    const found = Object.entries(table.act.values).find(([name]) => comparable(name) === word);
    if (found !== undefined) return found[1];
  }
  return null;
}

interface Value {
  readonly column: string;
  readonly code: string;
  readonly unit: string;
  readonly value: string | null;
}

function valueFacts(row: Row): Fact[] {
  const at = row.time('at') ?? 'no-time';
  const values = row.field('values') as unknown as readonly Value[];
  return values.map(({ column, code, unit, value }) => ({
    ...row.stated,
    ...{ kind: 'observation' as const, identity: [row.text('key'), column] },
    ...{ identifiedByTime: false, codes: charted(code), at, status: '' },
    value: column !== '' && value === '' ? { type: 'nothing' } : sourceValue(value),
    units: unit === '' ? [] : [unit],
    standing: row.isWithdrawn || (column !== '' && value === '') ? 'withdraws' : 'holds',
  }));
}

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const COMPARATOR = /^[<>≤≥]/;

function sourceValue(text: string | null): SourceValue {
  if (text === '') return { type: 'none' };
  if (text === null) return { type: 'text', text };
  if (COMPARATOR.test(text)) return { type: 'comparator' };
  return NUMBER.test(text) ? { type: 'number', text } : { type: 'text', text };
}

function medicationFacts(row: Row): Fact[] {
  const end = row.time('end');
  if (typeof end === 'string') row.note(end);
  const given = row.field('given') === true ? 'given' : 'not-given';
  return [
    {
      ...row.stated,
      ...{ kind: 'medication', identity: [row.text('key')], identifiedByTime: false },
      ...{ drugs: codings(row.text('drug')), routes: codings(row.text('route')) },
      start: row.time('start') ?? 'no-time',
      end: typeof end === 'number' ? end : null,
      ...{ amount: row.text('amount'), unit: row.text('unit'), isBlood: false },
      standing: row.isWithdrawn ? 'withdrawn' : given,
    },
  ];
}

function needFacts(row: Row): Fact[] {
  const until = row.text('to') === '' ? null : row.neededTime('to');
  if (until === null && row.text('to') !== '') return [];
  return [
    {
      ...row.stated,
      ...{ kind: 'observation', identity: [row.text('key')], identifiedByTime: false },
      ...{ codes: charted(row.text('code')), value: { type: 'boolean', value: true }, units: [] },
      ...{ at: row.time('from') ?? 'no-time', until, status: '' },
      standing: row.isWithdrawn ? 'withdraws' : 'holds',
    },
  ];
}

/** Columns name no coding system: an entry may say `local`, and the built-in tables are tried. */
function codings(code: string): Coding[] {
  return ['local', ''].map((system) => ({ system, code, display: '' }));
}

/** What a column charts may also be named as the product names it. */
function charted(code: string): Coding[] {
  return [...codings(code), { system: PRODUCT_SYSTEM, code, display: '' }];
}
