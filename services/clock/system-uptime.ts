import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** Returns the milliseconds since the machine started, sleep included, by a clock that cannot be set. */
export function systemUptime(): number {
  return uptime() * 1000;
}

/** Returns the id of this boot of the machine, `null` if the system has none. */
export function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
