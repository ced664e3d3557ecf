import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import { Moments } from './moments.ts';
import type { MappingResult, Row, Stamp } from './rows.ts';
import type { RuleOf } from './rules.ts';

const HOUR = 3_600_000;
/** How long a charted airway says what is suctioned. */
const AIRWAY_HOLDS = 12 * HOUR;

interface Airway {
  occurredAt: number;
  artificial: boolean;
}

/** Tasks: rows of one code at one moment are one round and one event. */
export class Tasks {
  readonly #rounds = new Moments<{ code: string }>(() => ({ code: '' }));
  readonly #suctions: Row[] = [];
  readonly #airways = new Map<string, Airway[]>();

  take(row: Row, rule: RuleOf<'task'>): MappingResult {
    if (row.text === '') return { unused: 'no value' };
    if (rule.values !== undefined && !rule.values.includes(row.text.toLowerCase())) {
      return { unused: 'nothing done that the vocabulary names' };
    }
    return this.round(row, rule.code);
  }

  /** One task at the row's moment. */
  round(row: Stamp, code: string): MappingResult {
    this.#rounds.at(row, code).code = code;
    return { used: `task ${code}` };
  }

  suction(row: Row, rule: RuleOf<'suction'>): MappingResult {
    const text = row.text.toLowerCase();
    if (rule.tracheal.includes(text)) return this.round(row, 'tracheal-suction');
    if (rule.oral.includes(text)) return this.round(row, 'suction');
    if (!rule.byAirway.includes(text)) return { unused: 'no suction' };
    this.#suctions.push(row);
    return { used: 'task tracheal-suction or suction, by airway' };
  }

  airway(row: Row, rule: RuleOf<'airway'>): MappingResult {
    const text = row.text.toLowerCase();
    const artificial = rule.artificial.includes(text);
    if (!artificial && !rule.natural.includes(text)) return { unused: 'no airway charted' };
    const charted = this.#airways.get(row.encounterId) ?? [];
    charted.push({ occurredAt: row.occurredAt, artificial });
    this.#airways.set(row.encounterId, charted);
    return { used: 'airway' };
  }

  /** Suctioning goes through the tube if the last airway charted, at most 12 h before, is one. */
  events(): WireEvent[] {
    for (const row of this.#suctions.splice(0)) {
      this.round(row, this.#hasTube(row) ? 'tracheal-suction' : 'suction');
    }
    return this.#rounds.map((stamp, { code }) => ({
      ...envelope(stamp, code),
      type: 'task',
      code,
    }));
  }

  #hasTube({ encounterId, occurredAt }: Row): boolean {
    let latest: Airway | null = null;
    for (const airway of this.#airways.get(encounterId) ?? []) {
      const age = occurredAt - airway.occurredAt;
      if (age < 0 || age > AIRWAY_HOLDS) continue;
      if (latest === null || airway.occurredAt > latest.occurredAt) latest = airway;
      else if (airway.occurredAt === latest.occurredAt && airway.artificial) latest = airway;
    }
    return latest?.artificial === true;
  }
}
