import type { WireEvent } from '../../../schemas/ward-event.ts';
import { type Evidence, type Span, spansOf, union } from '../need-spans.ts';
import { envelope } from './event.ts';
import type { MappingResult, Row, Stamp } from './rows.ts';
import type { RuleOf } from './rules.ts';

const HOUR = 3_600_000;

/**
 * Turns states charted again and again into starts and stops by their changes. Within a slot a need
 * holds from the first charting that says so until one that says otherwise, the item is taken off
 * the chart, or no charting has said so for `lapsesAfterHours`. A need is active while any of its
 * slots holds.
 */
export class CareNeeds {
  /** By encounter and need, then by slot. */
  readonly #charted = new Map<string, Map<string, Evidence<Stamp>[]>>();
  readonly #spans = new Map<string, Span<Stamp>[]>();

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
      const spans = [
        ...slots.flatMap((slot) => spansOf(byRowId(slot))),
        ...(this.#spans.get(key) ?? []),
      ];
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

/** Chartings of one instant come by their row ids. */
function byRowId(evidence: readonly Evidence<Stamp>[]): Evidence<Stamp>[] {
  return evidence.toSorted((a, b) => Number(a.row.id) - Number(b.row.id));
}

function isGone(end: Stamp, departures: ReadonlyMap<string, number>): boolean {
  return end.occurredAt >= (departures.get(end.encounterId) ?? Number.POSITIVE_INFINITY);
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
