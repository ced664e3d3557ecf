import { MICROS_PER_MINUTE } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/** A tick of a server's clock: the minute that `now` (milliseconds since 1970) is in. */
export function clockTick(now: number): WardEvent {
  const minute = Math.floor(now / 60_000);
  const instant = minute * MICROS_PER_MINUTE;
  return {
    type: 'tick',
    id: `tick-${minute}`,
    source: 'server-clock',
    status: 'final',
    occurredAt: instant,
    recordedAt: instant,
  };
}
