import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

const LONGEST_LEAVE = 24 * 3_600_000;

/** Leave for the operating room: a patient sent and received back within 24 hours. */
export class Leaves {
  readonly #byEncounter = new Map<string, { row: Row; away: boolean }[]>();

  take(row: Row, rule: RuleOf<'leave'>): MappingResult {
    const text = row.text.toLowerCase();
    const away = rule.start.includes(text);
    if (!away && !rule.end.includes(text)) return { unused: 'no leave from the ward' };
    const moves = this.#byEncounter.get(row.encounterId) ?? [];
    moves.push({ row, away });
    this.#byEncounter.set(row.encounterId, moves);
    return { used: 'leave, where sent and received pair' };
  }

  /** Pairs only: a patient sent and never received back, or the reverse, changes no presence. */
  events(): WireEvent[] {
    const events: WireEvent[] = [];
    for (const moves of this.#byEncounter.values()) {
      moves.sort((a, b) => a.row.occurredAt - b.row.occurredAt);
      moves.forEach((move, index) => {
        const next = moves[index + 1];
        if (!move.away || next === undefined || next.away) return;
        if (next.row.occurredAt - move.row.occurredAt > LONGEST_LEAVE) return;
        events.push({ ...envelope(move.row, 'leave'), type: 'leave.start' });
        events.push({ ...envelope(next.row, 'leave'), type: 'leave.end' });
      });
    }
    return events;
  }
}
