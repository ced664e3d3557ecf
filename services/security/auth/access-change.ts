import type { Credentials, KeyRecord } from './credentials.ts';

/** Most principals that one line names; of more it has the number. */
const MOST_NAMED = 100;

type Named = string[] | number;

/** The difference between two access files: keys by owner and id, never their secrets. */
export interface AccessChange {
  readonly added: Named;
  readonly removed: Named;
  /** Name, secret, expiry or grants changed. */
  readonly changed: Named;
  readonly settings: ('oidc' | 'sessions' | 'secureCookie')[];
}

/** Returns what changed; `null` if nothing did. */
export function changeOf(before: Credentials, after: Credentials): AccessChange | null {
  const [old, now] = [before.keys, after.keys];
  const added = [...now.values()].filter(({ id }) => !old.has(id));
  const removed = [...old.values()].filter(({ id }) => !now.has(id));
  const changed = [...now.values()].filter((key) => {
    const was = old.get(key.id);
    return was !== undefined && JSON.stringify(was) !== JSON.stringify(key);
  });
  const settings = SETTINGS.flatMap(([name, of]) =>
    JSON.stringify(of(before)) === JSON.stringify(of(after)) ? [] : [name],
  );
  if (added.length + removed.length + changed.length + settings.length === 0) return null;
  return { added: named(added), removed: named(removed), changed: named(changed), settings };
}

const SETTINGS: readonly [AccessChange['settings'][number], (of: Credentials) => unknown][] = [
  ['oidc', ({ provider }) => provider?.settings],
  ['sessions', ({ sessionTimes }) => sessionTimes],
  ['secureCookie', ({ secureCookie }) => secureCookie],
];

function named(keys: readonly KeyRecord[]): Named {
  return keys.length > MOST_NAMED ? keys.length : keys.map(({ subject }) => subject);
}
