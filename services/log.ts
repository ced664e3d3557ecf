import { type Logger, pino } from 'pino';
import { WarehouseError } from '../pipelines/warehouse/warehouse-error.ts';

export type { Logger };

/** What of an error may be logged: its kind, and for the database what kind of trouble. Never its message. */
export function kindOf(error: Error): { kind: string; trouble?: string } {
  return error instanceof WarehouseError
    ? { kind: error.name, trouble: error.trouble }
    : { kind: error.name };
}

/**
 * A structured log to standard error. It is told what happened and how often, never what a record
 * held: no bodies, no queries, no ids of patients.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
