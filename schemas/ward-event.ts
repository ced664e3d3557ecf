import { z } from 'zod';
import { clinical, envelope, identifier, text, wardId } from './envelope.ts';
import { MICROS_PER_MINUTE, planned } from './instant.ts';
import { judgement, staffing } from './staffing-event.ts';
import { acceptsUnit, observationCode, valueProblem } from './vocabulary.ts';

const code = identifier.max(64);
const place = { wardId, bed: text(32).optional(), plannedDischargeAt: planned.optional() };

/** The encounter comes to a ward. While a stay is open it counts as a transfer. */
const admission = z.strictObject({
  ...clinical,
  type: z.literal('admission'),
  ...place,
  age: z.number().min(0).max(130).optional().meta({ description: 'Years' }),
  pregnant: z.boolean().optional(),
});

/** The encounter moves to a ward; to the ward it is on, a bed move. */
const transfer = z.strictObject({ ...clinical, type: z.literal('transfer'), ...place });
const discharge = z.strictObject({ ...clinical, type: z.literal('discharge') });
/** Away from the ward, the bed kept, until `leave.end` or the next move. */
const leaveStart = z.strictObject({ ...clinical, type: z.literal('leave.start') });
const leaveEnd = z.strictObject({ ...clinical, type: z.literal('leave.end') });

/**
 * One measured or assessed value. Units and bounds per code: `vocabulary.ts`. Implausible vitals are
 * accepted (stored, flagged, not scored); levels and scores outside their range, and known codes in
 * a foreign unit, are not.
 */
const observation = z
  .strictObject({
    ...clinical,
    type: z.literal('observation'),
    code,
    value: z.union([z.number(), z.boolean(), text(64)], {
      error: 'Expected a number, true, false or text of 1 to 64 characters',
    }),
    unit: text(32).optional(),
  })
  .check((context) => {
    const { value, unit } = context.value;
    const definition = observationCode(context.value.code);
    if (definition === undefined) return;
    const expected = valueProblem(definition, value);
    if (expected !== null) {
      context.issues.push({
        code: 'custom',
        path: ['value'],
        message: `Expected ${expected}`,
        input: undefined,
      });
    }
    if (unit !== undefined && !acceptsUnit(definition, unit)) {
      context.issues.push({
        code: 'custom',
        path: ['unit'],
        message: definition.unit === null ? 'Expected no unit' : `Expected ${definition.unit}`,
        input: undefined,
      });
    }
  });

/** A need with duration: active from its start to the next stop of its code, or the discharge. */
const careNeedStart = z.strictObject({
  ...clinical,
  type: z.literal('care-need.start'),
  code,
});
const careNeedStop = z.strictObject({
  ...clinical,
  type: z.literal('care-need.stop'),
  code,
});

const task = z.strictObject({
  ...clinical,
  type: z.literal('task'),
  code,
  minutes: z.number().min(0).max(1440).optional(),
});

const medication = z.strictObject({
  ...clinical,
  type: z.literal('medication'),
  form: code,
  volumeMl: z.number().min(0).max(100_000).optional(),
  code: code.optional().meta({ description: 'ATC code' }),
});

/** Total of a manual instrument; item values by number only, since item texts are licensed. */
const assessment = z.strictObject({
  ...clinical,
  type: z.literal('assessment'),
  instrument: code,
  total: z.number(),
  items: z.record(code, z.number()).optional(),
});

/** Moves stream time when nothing else happens. */
const tick = z.strictObject({ ...envelope, type: z.literal('tick') });

/** Minutes of clock skew by which `occurredAt` may lie after `recordedAt`. */
export const LARGEST_SKEW_MINUTES = 5;

/** Every event of the stream. On the wire times are RFC 3339; parsed, microseconds since 1970. */
export const wardEvent = z.discriminatedUnion('type', [
  admission,
  transfer,
  discharge,
  leaveStart,
  leaveEnd,
  observation,
  careNeedStart,
  careNeedStop,
  task,
  medication,
  assessment,
  staffing,
  judgement,
  tick,
]);

/** A validated event, times in microseconds. */
export type WardEvent = z.output<typeof wardEvent>;
/** An event as sent: times as RFC 3339 text, defaults omitted. */
export type WireEvent = z.input<typeof wardEvent>;
export type EventType = WardEvent['type'];

/** True if the event claims to have happened more than five minutes after it was recorded. */
export function isFromTheFuture(event: { occurredAt: number; recordedAt: number }): boolean {
  return event.occurredAt - event.recordedAt > LARGEST_SKEW_MINUTES * MICROS_PER_MINUTE;
}

/** Types whose events can stand for a long time: a wrong year in them costs most. */
const LASTING: ReadonlySet<string> = new Set([
  'admission',
  'transfer',
  'discharge',
  'leave.start',
  'leave.end',
  'staffing',
]);

/** True if a move or staffing happened more than `maxAge` before it was recorded. */
export function isTooOld(
  event: { type: string; occurredAt: number; recordedAt: number },
  maxAge: number,
): boolean {
  return event.recordedAt - event.occurredAt > maxAge && LASTING.has(event.type);
}
