import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

/** A part of an area charted up to this long before still counts when another part is charted. */
const PART_HOLDS = 24 * 3_600_000;

interface Charted {
  row: Row;
  part: string;
  level: number;
}

/**
 * Function levels 1 to 4. An area can be charted in parts (elimination: bladder and bowel); at each
 * moment its level is the highest of the parts, each as last charted within 24 hours.
 */
export class FunctionLevels {
  /** By encounter and area. */
  readonly #charted = new Map<string, Charted[]>();

  take(row: Row, rule: RuleOf<'function'>): MappingResult {
    const level = rule.levels.get(row.text.toLowerCase());
    if (level === undefined) {
      return { unused: row.text === '' ? 'no value' : `the text says no level (${rule.code})` };
    }
    const key = `${row.encounterId} ${rule.code}`;
    const charted = this.#charted.get(key) ?? [];
    charted.push({ row, part: rule.part ?? '', level });
    this.#charted.set(key, charted);
    return { used: `observation ${rule.code}` };
  }

  /** One observation an area and moment, stamped with the last row charted for it then. */
  events(): WireEvent[] {
    return [...this.#charted].flatMap(([key, charted]) =>
      levelsOf(key.slice(key.indexOf(' ') + 1), charted),
    );
  }
}

function levelsOf(code: string, charted: Charted[]): WireEvent[] {
  charted.sort(
    (a, b) => a.row.occurredAt - b.row.occurredAt || Number(a.row.id) - Number(b.row.id),
  );
  const parts = new Map<string, Charted>();
  const events: WireEvent[] = [];
  let recordedAt = 0;
  charted.forEach((current, index) => {
    const { row, part, level } = current;
    const last = parts.get(part);
    const isSameMoment = last?.row.occurredAt === row.occurredAt;
    if (!isSameMoment || last.level < level) parts.set(part, current);
    const isFirst = charted[index - 1]?.row.occurredAt !== row.occurredAt;
    recordedAt = Math.max(isFirst ? 0 : recordedAt, row.recordedAt);
    if (charted[index + 1]?.row.occurredAt === row.occurredAt) return;
    const held = [...parts.values()].filter(
      (other) => row.occurredAt - other.row.occurredAt <= PART_HOLDS,
    );
    const value = Math.max(...held.map((other) => other.level));
    events.push({ ...envelope({ ...row, recordedAt }, code), type: 'observation', code, value });
  });
  return events;
}
