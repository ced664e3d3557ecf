import { Ajv } from 'ajv';
import { z } from 'zod';
import { parseInstant, parsePlanned } from '../../schemas/instant.ts';
import { isPlainText } from '../../schemas/plain-text.ts';
import { acceptsUnit, observationCode, valueProblem } from '../../schemas/vocabulary.ts';
import { isFromTheFuture, isTooOld, type WardEvent, wardEvent } from '../../schemas/ward-event.ts';
import { type EventRules, isOfClosedWard, overridingField, personalField } from './event-rules.ts';

/** Types with rules that JSON Schema cannot express: `validateEvent` decides them. */
const SLOW_PATH_TYPES = new Set(['staffing', 'judgement', 'assessment']);

type UnvalidatedEvent = Record<string, unknown>;
const validators = compile();

/**
 * Returns the event that a parsed JSON value clearly is, or null if `validateEvent` (the zod schema) must decide.
 * Whatever passes here passes there: the shapes are compiled from the zod schema, and the other checks are the same
 * functions. Five times faster, because it allocates nothing: `value` becomes the event.
 */
export function fastValidate(value: unknown, rules: EventRules): WardEvent | null {
  if (typeof value !== 'object' || value === null) return null;
  const event = value as UnvalidatedEvent;
  const validate = validators.get(event.type);
  if (validate === undefined || !validate(event)) return null;
  const occurredAt = parseInstant(event.occurredAt as string);
  const recordedAt = parseInstant(event.recordedAt as string);
  if (Number.isNaN(occurredAt) || Number.isNaN(recordedAt)) return null;
  if (isFromTheFuture({ occurredAt, recordedAt })) return null;
  const type = event.type as string;
  if (isTooOld({ type, occurredAt, recordedAt }, rules.maxAge)) return null;
  if (event.type === 'observation' && !isValidObservation(event)) return null;
  if (personalField(event, rules) !== null || overridingField(event, rules) !== null) return null;
  const { wardId, status } = event as { wardId?: string; status?: unknown };
  if (wardId !== undefined && isOfClosedWard({ wardId, status, occurredAt }, rules)) return null;
  if (wardId !== undefined && !fillPlace(event, rules.wards)) return null;
  event.occurredAt = occurredAt;
  event.recordedAt = recordedAt;
  if (event.status === undefined) event.status = 'final';
  return event as unknown as WardEvent;
}

/** Checks and parses the ward and bed of a move. The last check, because it writes. */
function fillPlace(event: UnvalidatedEvent, wards: EventRules['wards']): boolean {
  const { wardId, bed, plannedDischargeAt } = event as Record<string, string | undefined>;
  if (!wards.has(wardId!)) return false;
  // JSON Schema counts characters, the event schema UTF-16 units
  if (bed !== undefined && (bed.length > 32 || !isPlainText(bed))) return false;
  if (plannedDischargeAt === undefined) return true;
  const planned = parsePlanned(plannedDischargeAt);
  if (Number.isNaN(planned)) return false;
  event.plannedDischargeAt = planned;
  return true;
}

function isValidObservation({ code, value, unit }: UnvalidatedEvent): boolean {
  const definition = observationCode(code as string);
  if (definition === undefined) return typeof value !== 'string' && unit === undefined;
  if (valueProblem(definition, value as number) !== null) return false;
  return unit === undefined || acceptsUnit(definition, unit as string);
}

/** Compiles a validator for every type from the JSON Schema of the zod schema. */
function compile() {
  const ajv = new Ajv({ strict: false, strictNumbers: true, validateFormats: false });
  return new Map(
    wardEvent.options
      .map((option) => ({ option, type: option.shape.type.value as string }))
      .filter(({ type }) => !SLOW_PATH_TYPES.has(type))
      .map(({ option, type }) => {
        const schema = z.toJSONSchema(option, { io: 'input', target: 'draft-7' });
        return [type as unknown, ajv.compile(schema)];
      }),
  );
}
