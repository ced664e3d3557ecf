/** Where choices outlast a visit: `localStorage`, or nothing where the browser denies it. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** What was chosen: the address's query first (`?lang=en`), then the shelf, then the first value. */
export function readPreference<V extends string>(
  name: string,
  values: readonly [V, ...V[]],
  search: string,
  shelf: Shelf | null,
): V {
  const isValue = (text: string | null): text is V => values.some((value) => value === text);
  const asked = new URLSearchParams(search).get(name);
  if (isValue(asked)) return asked;
  const kept = shelf?.getItem(keyOf(name)) ?? null;
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
  shelf: Shelf | null,
): string {
  shelf?.setItem(keyOf(name), value);
  const query = new URLSearchParams(search);
  if (query.has(name)) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}

/** The browser's shelf; NULL where it is denied. */
export function browserShelf(): Shelf | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function keyOf(name: string): string {
  return `vardintensitet.${name}`;
}
