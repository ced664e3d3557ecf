/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  doneWithRejected: 3,
  interrupted: 130,
} as const;

/** A signal that is aborted by the first SIGINT or SIGTERM; the next one ends the process. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return stop.signal;
}
