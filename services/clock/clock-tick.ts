import { MICROS_PER_MINUTE } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/** The source of ticks of a server's own clock, which no sender may write for. */
export const SERVER_CLOCK = 'server-clock';

/** A tick of a server's clock: the minute that `now` (milliseconds since 1970) is in. */
export function clockTick(now: number): WardEvent {
  const minute = Math.floor(now / 60_000);
  const instant = minute * MICROS_PER_MINUTE;
  return {
    type: 'tick',
    id: `tick-${minute}`,
    source: SERVER_CLOCK,
    status: 'final',
    occurredAt: instant,
    recordedAt: instant,
  };
}

/** Whether an event is a tick of a server's own clock. */
export function isOwnTick({ type, source }: { type: string; source: string }): boolean {
  return type === 'tick' && source === SERVER_CLOCK;
}
