import { type Logger, pino } from 'pino';
import { categoryOf, type ErrorCategory } from './error-category.ts';

export type { Logger };

/** What of an error may be logged: its kind, and for database and disk its category. Never its message. */
export function errorKind(error: Error): { kind: string; category?: ErrorCategory } {
  const category = categoryOf(error);
  return { kind: error.name, ...(category !== null && { category }) };
}

/**
 * A structured log to standard error. It says what happened and how often, never the content of a
 * record: no bodies, no queries, no ids of patients.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
