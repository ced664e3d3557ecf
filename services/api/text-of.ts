const texts = new WeakMap<object, string>();

/** An object as JSON text, serialized once for all clients; the object must not change. */
export function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
