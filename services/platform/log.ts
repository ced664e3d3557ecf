import { type Logger, pino } from 'pino';
import { type Trouble, troubleOf } from './trouble.ts';

export type { Logger };

/** What of an error may be logged: its kind, and of database and disk what kind of trouble. Never its message. */
export function kindOf(error: Error): { kind: string; trouble?: Trouble } {
  const trouble = troubleOf(error);
  return { kind: error.name, ...(trouble !== null && { trouble }) };
}

/**
 * A structured log to standard error. It says what happened and how often, never the content of a
 * record: no bodies, no queries, no ids of patients.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
