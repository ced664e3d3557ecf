/** Most fields of an event; the widest type has eleven. */
const MOST_FIELDS = 64;
/** Most items of an assessment. */
export const MOST_ITEMS = 100;
/** Deepest nesting of objects and arrays, with the event itself. */
const DEEPEST = 4;

/**
 * Returns what no event has in its shape, as pointer and detail, or null. Runs before the schema, whose cost and errors
 * grow with the value.
 */
export function shapeFault(value: unknown): [pointer: string, detail: string] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (isDeeper(value, DEEPEST)) return ['', `Expected values at most ${DEEPEST} deep`];
  if (Array.isArray(value)) return null;
  if (Object.keys(value).length > MOST_FIELDS)
    return ['', `Expected at most ${MOST_FIELDS} fields`];
  const { items } = value as { readonly items?: unknown };
  if (typeof items !== 'object' || items === null) return null;
  if (Object.keys(items).length > MOST_ITEMS)
    return ['/items', `Expected at most ${MOST_ITEMS} items`];
  // schemas ignore it: as a name it sets an object's prototype
  if (Object.hasOwn(items, '__proto__')) return ['/items', 'Expected no item named __proto__'];
  return null;
}

/** True if an object has more than `levels` levels of nesting, itself among them. */
function isDeeper(value: object, levels: number): boolean {
  if (levels === 0) return true;
  return Object.values(value).some(
    (inner) => typeof inner === 'object' && inner !== null && isDeeper(inner, levels - 1),
  );
}
