const texts = new WeakMap<object, string>();

/** An object as JSON text, written once however many are told: it must not change. */
export function textOf(told: object): string {
  const known = texts.get(told);
  if (known !== undefined) return known;
  const text = JSON.stringify(told);
  texts.set(told, text);
  return text;
}
