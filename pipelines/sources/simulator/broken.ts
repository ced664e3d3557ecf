import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Random } from './random.ts';

/** A ward no site file of the simulator has. */
export const UNKNOWN_WARD = '99Z';

type Breakage = (event: WireEvent, id: string) => string;

/** The ways a record breaks: no JSON, no instant, no such type, a field missing, from the future, no such ward. */
const BREAKAGES: readonly Breakage[] = [
  (event) => JSON.stringify(event).slice(0, -9),
  (event, id) => JSON.stringify({ ...event, id, occurredAt: 17_676_000 }),
  (event, id) => JSON.stringify({ ...event, id, recordedAt: event.recordedAt.replace('T', ' ') }),
  (event, id) => JSON.stringify({ ...event, id, type: 'vital-signs' }),
  (event, id) => JSON.stringify({ ...event, id, source: undefined }),
  (event, id) => JSON.stringify({ ...event, id, occurredAt: yearLater(event.recordedAt) }),
  ({ occurredAt, recordedAt }, id) =>
    JSON.stringify({
      id,
      source: 'adt',
      type: 'admission',
      encounterId: id,
      wardId: UNKNOWN_WARD,
      occurredAt,
      recordedAt,
    }),
];

/** A broken record made of a good one, under an identity of its own. */
export function breakRecord(event: WireEvent, random: Random, id: string): string {
  return random.pick(BREAKAGES)(event, id);
}

function yearLater(instant: string): string {
  return `${Number(instant.slice(0, 4)) + 1}-03-01${instant.slice(10)}`;
}
