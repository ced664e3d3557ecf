import type { KeyValueStore } from './preference.ts';

/** The wards that a user of this browser calls theirs, of a site; none if nothing readable is kept. */
export function readMyWards(siteId: string, store: KeyValueStore | null): readonly string[] {
  try {
    const kept: unknown = JSON.parse(store?.getItem(keyOf(siteId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Keeps them in this browser. @returns whether it could */
export function keepMyWards(
  siteId: string,
  wards: readonly string[],
  store: KeyValueStore | null,
): boolean {
  try {
    store?.setItem(keyOf(siteId), JSON.stringify(wards));
    return store !== null;
  } catch {
    return false;
  }
}

function keyOf(siteId: string): string {
  return `vardintensitet.my-wards.${siteId}`;
}
