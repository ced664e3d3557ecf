/** Where choices outlast a visit: `localStorage`, or nothing if the browser denies it. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>;

/** What was chosen: the address's query first (`?lang=en`), then the store, then the first value. */
export function readPreference<V extends string>(
  name: string,
  values: readonly [V, ...V[]],
  search: string,
  store: KeyValueStore | null,
): V {
  const isValue = (text: string | null): text is V => values.some((value) => value === text);
  const chosen = new URLSearchParams(search).get(name);
  if (isValue(chosen)) return chosen;
  const kept = store?.getItem(keyOf(name)) ?? null;
  return isValue(kept) ? kept : values[0];
}

/**
 * Keeps a choice.
 * @returns the query without a contrary wish
 */
export function keepPreference(
  name: string,
  value: string,
  search: string,
  store: KeyValueStore | null,
): string {
  store?.setItem(keyOf(name), value);
  const query = new URLSearchParams(search);
  if (query.has(name)) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}

/** The browser's store; `null` if it is denied. */
export function browserStore(): KeyValueStore | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function keyOf(name: string): string {
  return `vardintensitet.${name}`;
}
