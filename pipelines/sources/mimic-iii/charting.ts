import type { WireEvent } from '../../../schemas/ward-event.ts';
import { Braden } from './assessment.ts';
import { CareNeeds } from './care-needs.ts';
import { Consciousness } from './consciousness.ts';
import { Dressings } from './dressings.ts';
import { FunctionLevels } from './function-levels.ts';
import { Leaves } from './leave.ts';
import { Observations } from './observations.ts';
import { Oxygen } from './oxygen.ts';
import { Pupils } from './pupils.ts';
import type { MappingResult, Row } from './rows.ts';
import type { Rule } from './rules.ts';
import { Tasks } from './tasks.ts';

/** Every rule by name, over the rows of all tables: a need charted in two tables is one need. */
export class Charting {
  readonly tasks = new Tasks();
  readonly needs = new CareNeeds();
  readonly #observations = new Observations();
  readonly #functions = new FunctionLevels();
  readonly #consciousness = new Consciousness();
  readonly #oxygen = new Oxygen();
  readonly #pupils = new Pupils();
  readonly #dressings = new Dressings();
  readonly #braden = new Braden();
  readonly #leaves = new Leaves();

  /** Applies the rules of the row's item. */
  take(row: Row, rules: readonly Rule[]): MappingResult {
    const results = rules.map((rule) => this.#apply(row, rule));
    const used = results.flatMap((result) => ('used' in result ? [result.used] : []));
    return used.length > 0 ? { used: used.join(' + ') } : results[0]!;
  }

  /** All events of the rows, once all are read. `departures`: when each encounter was discharged. */
  events(departures: ReadonlyMap<string, number>): WireEvent[] {
    return [
      ...this.#observations.events,
      ...this.#functions.events(),
      ...this.#consciousness.events(),
      ...this.#oxygen.events(),
      ...this.#pupils.events(),
      ...this.needs.events(departures),
      ...this.tasks.events(),
      ...this.#dressings.events(),
      ...this.#braden.events(),
      ...this.#leaves.events(),
    ];
  }

  #apply(row: Row, rule: Rule): MappingResult {
    switch (rule.rule) {
      case 'number':
        return this.#observations.number(row, rule);
      case 'level':
        return this.#observations.level(row, rule);
      case 'function':
        return this.#functions.take(row, rule);
      case 'pupils':
        return this.#pupils.take(row);
      case 'gcs':
        return this.#consciousness.take(row, rule);
      case 'oxygen':
        return this.#oxygen.take(row, rule);
      case 'airway':
        return this.tasks.airway(row, rule);
      case 'need':
        return this.needs.take(row, rule);
      case 'task':
        return this.tasks.take(row, rule);
      case 'suction':
        return this.tasks.suction(row, rule);
      case 'dressing':
        return this.#dressings.take(row, rule);
      case 'braden':
        return this.#braden.take(row, rule);
      case 'leave':
        return this.#leaves.take(row, rule);
      case 'interval':
        return { unused: 'no start and end' };
    }
  }
}
