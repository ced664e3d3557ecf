import type { ScoringStore } from '../../pipelines/scoring/store.ts';
import type { Statements } from '../../pipelines/warehouse/connection.ts';
import type { Parameters } from '../../pipelines/warehouse/parameters.ts';

/** Where the time of a repeated piece of work went, per repetition. */
export interface StatementTime {
  readonly statement: string;
  readonly calls: number;
  readonly milliseconds: number;
  readonly share: number;
}

const BETWEEN = '(JavaScript between statements)';
const NAME_LENGTH = 64;

/** Times every statement and append of a store by its name, those whose plans are kept too. */
export class StatementClock {
  readonly #times = new Map<string, { calls: number; milliseconds: number }>();
  #running = 0;

  constructor({ connection, slices }: ScoringStore) {
    for (const statements of new Set([connection, slices.connection, slices.statements])) {
      this.#time(statements);
    }
    const append = connection.append.bind(connection);
    connection.append = (table, ...batches) => {
      const started = performance.now();
      append(table, ...batches);
      this.#add(`append to ${table}`, performance.now() - started);
    };
  }

  #time(statements: Statements): void {
    const run = statements.run.bind(statements);
    const rows = statements.rows.bind(statements);
    statements.run = (sql: string, parameters?: Parameters) =>
      this.#timed(statementName(sql), () => run(sql, parameters));
    statements.rows = <T>(sql: string, parameters?: Parameters) =>
      this.#timed(statementName(sql), () => rows<T>(sql, parameters));
  }

  /** Forgets what was timed. */
  reset(): void {
    this.#times.clear();
  }

  /**
   * The statements that took most, per repetition.
   * @param totalSeconds all the repetitions, statements and the rest
   */
  top(count: number, repetitions: number, totalSeconds: number): StatementTime[] {
    const total = totalSeconds * 1000;
    const times = [...this.#times];
    const timed = times.reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0);
    times.push([BETWEEN, { calls: repetitions, milliseconds: total - timed }]);
    return times
      .sort(([, a], [, b]) => b.milliseconds - a.milliseconds)
      .slice(0, count)
      .map(([statement, { calls, milliseconds }]) => ({
        statement,
        calls: calls / repetitions,
        milliseconds: milliseconds / repetitions,
        share: milliseconds / total,
      }));
  }

  async #timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    // kept plans pass a statement that they do not keep to their connection: it counts once
    if (this.#running > 0) return work();
    this.#running++;
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#running--;
      this.#add(name, performance.now() - started);
    }
  }

  #add(name: string, milliseconds: number): void {
    const known = this.#times.get(name);
    if (known === undefined) this.#times.set(name, { calls: 1, milliseconds });
    else {
      known.calls++;
      known.milliseconds += milliseconds;
    }
  }
}

/** A stage by its name, any other statement by its first words. */
function statementName(sql: string): string {
  const stage = /^\s*create or replace temp (table|view) (\w+)/i.exec(sql);
  if (stage !== null) return `${stage[1]} ${stage[2]}`;
  const words = sql.trim().replaceAll(/\s+/g, ' ');
  return words.length <= NAME_LENGTH ? words : `${words.slice(0, NAME_LENGTH)}…`;
}
