import { get } from '../api.ts';
import type { KeyValueStore } from './preference.ts';

/** The screens of the menu, by where they are; the ward is reached from the wall. */
export const SCREENS = { wall: '/', planner: '/planner', pipeline: '/pipeline' } as const;
export type Screen = keyof typeof SCREENS;

/** What a session says of the screens that its user may use. */
export interface SessionScreens {
  readonly screens?: readonly string[];
}

/** Where the screens are kept for the tab. */
export type TabStore = KeyValueStore & Pick<Storage, 'removeItem' | 'clear'>;

const KEY = 'vardintensitet.screens';
/** Milliseconds that a page waits for its first menu: then it is drawn without. */
const PATIENCE = 1_000;

/** The screens that the user of this tab may use, as last known; `null` if nothing readable is kept. */
export function readScreens(store: TabStore | null): readonly string[] | null {
  try {
    const kept: unknown = JSON.parse(store?.getItem(KEY) ?? 'null');
    if (!Array.isArray(kept)) return null;
    return kept.filter((screen) => typeof screen === 'string');
  } catch {
    return null;
  }
}

/** Keeps them for the tab, or forgets them if there are none; a browser that denies it goes without. */
export function keepScreens(screens: readonly string[] | null, store: TabStore | null): void {
  try {
    if (screens === null) store?.removeItem(KEY);
    else store?.setItem(KEY, JSON.stringify(screens));
  } catch {
    // the menu is drawn without
  }
}

/**
 * Where a user goes who opens the wall without access to it: to the first screen that they may use; `null` if they stay
 * where they are.
 */
export function landingOf(pathname: string, screens: readonly string[] | null): string | null {
  if (pathname !== SCREENS.wall || screens === null || screens.includes('wall')) return null;
  const first = Object.entries(SCREENS).find(([screen]) => screens.includes(screen));
  return first?.[1] ?? null;
}

/** As last known in the tab; of its first page what the session says, `null` if that does not come soon. */
export async function firstScreens(store: TabStore | null): Promise<readonly string[] | null> {
  const kept = readScreens(store);
  if (kept !== null) return kept;
  const session = await get<SessionScreens>('/v1/session', AbortSignal.timeout(PATIENCE)).catch(
    () => null,
  );
  const screens = session?.screens ?? null;
  keepScreens(screens, store);
  return screens;
}

/** Forgets all that is kept for the tab: the next user of it may be another. */
export function clearTab(store: TabStore | null): void {
  try {
    store?.clear();
  } catch {
    // nothing was kept
  }
}

/** The store of the tab; `null` if it is denied. */
export function tabStore(): TabStore | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
