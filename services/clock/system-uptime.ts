import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** Milliseconds since the machine started, sleep included, by a clock that nobody sets. */
export function systemUptime(): number {
  return uptime() * 1000;
}

/** What names this run of the machine, `null` where the system does not say. */
export function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
