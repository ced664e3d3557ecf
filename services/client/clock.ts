import { type ClockConfirmed, clockConfirmed } from '../clock/clock-confirmed.ts';
import type { Server } from './server.ts';

/** Confirms to a server that the clock of its machine is right. */
export function confirmClock(server: Server): Promise<ClockConfirmed> {
  return server.call({ method: 'POST', path: '/v1/clock/confirm' }, clockConfirmed);
}
