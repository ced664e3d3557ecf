/** Bytes beyond which a record is not masked but left out. */
export const LARGEST_MASKED = 4096;

/**
 * A record with its field names and every value masked but the type: enough to see which interface is
 * wrong, and nothing of a patient. A field name that is not of the schema is masked too.
 */
export function masked(raw: Uint8Array | null): string | null {
  if (raw === null || raw.length > LARGEST_MASKED) return null;
  try {
    return JSON.stringify(maskedValue(JSON.parse(Buffer.from(raw).toString('utf8'))));
  } catch {
    return null;
  }
}

const SAFE_NAME = /^[a-zA-Z]{1,24}$/;
const EVENT_TYPE = /^[a-z]+(-[a-z]+)?(\.[a-z]+)?$/;

function maskedValue(value: unknown, name = ''): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return [`… ${value.length}`];
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        SAFE_NAME.test(key) ? key : '…',
        maskedValue(inner, key),
      ]),
    );
  }
  if (name === 'type' && typeof value === 'string' && EVENT_TYPE.test(value)) {
    return value.slice(0, 24);
  }
  return `… ${typeof value}`;
}
