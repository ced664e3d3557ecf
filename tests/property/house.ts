import fc from 'fast-check';
import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { moment } from './moments.ts';

type Envelope = 'id' | 'source' | 'occurredAt' | 'recordedAt' | 'status';
type OfNobody = Exclude<WardEvent, { encounterId: string }>;
type Without<T> = T extends WardEvent ? Omit<T, Envelope> : never;

/** An event about a ward or about the time, not about an encounter. */
export interface HouseEvent {
  readonly at: Micros;
  readonly body: Without<OfNobody>;
}

/** Staffing, judgements and ticks. `start` is the story's start: shifts carry their own times. */
export function houseEvent(
  start: Micros,
  hours: number,
  wardIds: readonly string[],
): fc.Arbitrary<HouseEvent> {
  const wardId = fc.constantFrom(...wardIds);
  const from = fc.nat(hours).map((hour) => start + hour * MICROS_PER_HOUR);
  const staffing = fc
    .record({
      type: fc.constant('staffing' as const),
      wardId,
      role: fc.constantFrom('rn' as const, 'na'),
      basis: fc.constantFrom('planned' as const, 'actual'),
      from,
      headcount: fc.constantFrom(0, 1, 2.5, 4),
    })
    .map((body) => ({ ...body, to: body.from + 7.5 * MICROS_PER_HOUR }));
  const judgement = fc.record(
    {
      type: fc.constant('judgement' as const),
      wardId,
      value: fc.constantFrom(-3, -0.5, 0, 1, 3),
      note: fc.constantFrom('tungt', 'två "nya";\nen oro', '🚪'),
    },
    { requiredKeys: ['type', 'wardId', 'value'] },
  );
  const tick = fc.constant({ type: 'tick' as const });
  return fc.record({ at: moment(0, hours), body: fc.oneof(staffing, judgement, tick) });
}
