import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import type { MappingResult, Row, Stamp } from './rows.ts';
import type { RuleOf } from './rules.ts';

const HOUR = 3_600_000;

/** A charting that a need is there, or is not. */
interface Evidence {
  row: Stamp;
  present: boolean;
  lapsesAfter: number;
}

/** The need held from one row to another; without an end it held to the discharge. */
interface Span {
  start: Stamp;
  end: Stamp | null;
  /** What ended it, for the id of the event. */
  ending: 'stop' | 'lapse';
}

/**
 * Turns states charted again and again into starts and stops by their changes. Within a slot a need
 * holds from the first charting that says so until one that says otherwise, the item is taken off
 * the chart, or no charting has said so for `lapsesAfterHours`. A need is active while any of its
 * slots holds.
 */
export class CareNeeds {
  /** By encounter and need, then by slot. */
  readonly #charted = new Map<string, Map<string, Evidence[]>>();
  readonly #spans = new Map<string, Span[]>();

  take(row: Row, rule: RuleOf<'need'>): MappingResult {
    const present = presence(row, rule);
    if (present === null) {
      return { unused: row.text === '' ? 'no value' : `the text says nothing of ${rule.code}` };
    }
    const slots = entry(this.#charted, needKey(row, rule.code), () => new Map());
    const lapsesAfter = (rule.lapsesAfterHours ?? Number.POSITIVE_INFINITY) * HOUR;
    entry(slots, rule.slot ?? `item ${row.itemid}`, () => []).push({ row, present, lapsesAfter });
    return { used: `care-need ${rule.code}` };
  }

  /** A need that a row gives with its start and its end. */
  span(code: string, start: Stamp, end: Stamp): void {
    entry(this.#spans, needKey(start, code), () => []).push({ start, end, ending: 'stop' });
  }

  /** `departures`: discharges end every need, so no need lapses after one. */
  events(departures: ReadonlyMap<string, number>): WireEvent[] {
    const events: WireEvent[] = [];
    const keys = new Set([...this.#charted.keys(), ...this.#spans.keys()]);
    for (const key of keys) {
      const code = key.slice(key.indexOf(' ') + 1);
      const slots = [...(this.#charted.get(key)?.values() ?? [])];
      const spans = [...slots.flatMap(spansOf), ...(this.#spans.get(key) ?? [])];
      for (const { start, end, ending } of union(spans)) {
        events.push({ ...envelope(start, `${code}.start`), type: 'care-need.start', code });
        if (end === null || (ending === 'lapse' && isGone(end, departures))) continue;
        events.push({ ...envelope(end, `${code}.${ending}`), type: 'care-need.stop', code });
      }
    }
    return events;
  }
}

function presence(row: Row, rule: RuleOf<'need'>): boolean | null {
  if (row.discontinued && row.text === '') return false;
  const text = row.text.toLowerCase();
  if (text === '') return null;
  if (rule.on === undefined || rule.on.includes(text)) return true;
  return rule.off?.includes(text) ? false : null;
}

/** The spans of one slot. Of chartings at one instant, one that says the need is there wins. */
function spansOf(evidence: readonly Evidence[]): Span[] {
  const inOrder = evidence.toSorted(
    (a, b) =>
      a.row.occurredAt - b.row.occurredAt ||
      Number(b.present) - Number(a.present) ||
      Number(a.row.id) - Number(b.row.id),
  );
  const spans: Span[] = [];
  let start: Stamp | null = null;
  let last: Evidence | null = null;
  for (const charting of inOrder) {
    if (start !== null && last !== null) {
      const lapse = last.row.occurredAt + last.lapsesAfter;
      if (charting.row.occurredAt > lapse) {
        spans.push({ start, end: at(last.row, lapse), ending: 'lapse' });
        start = null;
      } else if (!charting.present && charting.row.occurredAt > last.row.occurredAt) {
        spans.push({ start, end: charting.row, ending: 'stop' });
        start = null;
      }
    }
    if (!charting.present) continue;
    start ??= charting.row;
    last = charting;
  }
  if (start === null || last === null) return spans;
  const lapse = last.row.occurredAt + last.lapsesAfter;
  const end = Number.isFinite(lapse) ? at(last.row, lapse) : null;
  return [...spans, { start, end, ending: 'lapse' }];
}

/** Joins spans that overlap or touch. */
function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start.occurredAt - b.start.occurredAt)) {
    const open = joined.at(-1);
    if (open === undefined || endOf(open) < span.start.occurredAt) joined.push({ ...span });
    else if (endOf(span) > endOf(open)) Object.assign(open, { end: span.end, ending: span.ending });
  }
  return joined;
}

function isGone(end: Stamp, departures: ReadonlyMap<string, number>): boolean {
  return end.occurredAt >= (departures.get(end.encounterId) ?? Number.POSITIVE_INFINITY);
}

function endOf({ end }: Span): number {
  return end === null ? Number.POSITIVE_INFINITY : end.occurredAt;
}

function at(row: Stamp, instant: number): Stamp {
  return { ...row, occurredAt: instant, recordedAt: instant };
}

function needKey(row: Stamp, code: string): string {
  return `${row.encounterId} ${code}`;
}

function entry<Value>(map: Map<string, Value>, key: string, empty: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = empty();
    map.set(key, value);
  }
  return value;
}
