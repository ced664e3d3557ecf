import { wardEvent } from '../../schemas/ward-event.ts';

/** Largest record that is masked, in bytes; larger ones are left out. */
export const LARGEST_MASKED = 4096;

/**
 * Returns a record with its field names and its type, and every other value masked: enough to find the faulty
 * interface, without data of a patient. A field name that is not in the schema is masked too.
 */
export function masked(raw: Uint8Array | null): string | null {
  if (raw === null || raw.length > LARGEST_MASKED) return null;
  try {
    return JSON.stringify(maskedValue(JSON.parse(Buffer.from(raw).toString('utf8'))));
  } catch {
    return null;
  }
}

/** The names in the schema: of fields, and of types of events. Any other may be the name of a person. */
const FIELDS = new Set(wardEvent.options.flatMap(({ shape }) => Object.keys(shape)));
const TYPES = new Set<unknown>(wardEvent.options.flatMap(({ shape }) => [...shape.type.values]));

function maskedValue(value: unknown, name = ''): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return [`… ${value.length}`];
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        FIELDS.has(key) ? key : '…',
        maskedValue(inner, key),
      ]),
    );
  }
  if (name === 'type' && TYPES.has(value)) return value;
  return `… ${typeof value}`;
}
