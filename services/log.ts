import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * A structured log to standard error. It is told what happened and how often, never what a record
 * held: no bodies, no queries, no ids of patients.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
