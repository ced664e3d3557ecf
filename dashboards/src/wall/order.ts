import type { WardNow } from '../../../schemas/ward-now.ts';
import { STATES, type State } from '../status.ts';

/** What a ward is placed by: its state, or without level a load that is higher than usual. */
export type Standing = State | 'load-much-higher-than-usual' | 'load-higher-than-usual';

/** Standings in the order by deviation: a ward that cannot be short comes after those that are. */
const ORDER: readonly Standing[] = [
  ...(['short', 'tight', 'load-much-higher-than-usual', 'load-higher-than-usual'] as const),
  ...STATES.filter((state) => state !== 'short' && state !== 'tight'),
];

/** Between these the server moves a ward only when it has been out of its state for a while. */
const HELD: readonly Standing[] = ['short', 'tight', 'room', 'balanced'];
const HOLD_MS = 10 * 60_000;

/** The standing a ward is placed by, and since when (ms) it has been in another. */
export interface Place {
  readonly state: Standing;
  readonly leftAt: number | null;
}
export type Places = ReadonlyMap<string, Place>;

/** Returns what a ward in a state is placed by. */
export function standingOf({ marks }: Pick<WardNow, 'marks'>, state: State): Standing {
  if (state !== 'no-level') return state;
  if (marks.includes('load-much-higher-than-usual')) return 'load-much-higher-than-usual';
  return marks.includes('load-higher-than-usual') ? 'load-higher-than-usual' : state;
}

/**
 * Updates the places of wards, by id. A ward keeps its place until it has been out of that state for ten minutes
 * on end, so that tiles do not jump. It moves at once between states that the server holds for as long, and where it
 * was not seen before.
 */
export function settle(places: Places, states: ReadonlyMap<string, Standing>, now: number): Places {
  const settled = new Map<string, Place>();
  for (const [wardId, state] of states) {
    const place = places.get(wardId);
    const leftAt = place?.leftAt ?? now;
    if (place === undefined || isHeld(place.state, state) || now - leftAt >= HOLD_MS) {
      settled.set(wardId, { state, leftAt: null });
    } else {
      settled.set(wardId, { state: place.state, leftAt });
    }
  }
  return settled;
}

/** Groups wards by the standing they are placed by. In a group the given order stays: no ranking. */
export function byDeviation<W extends { readonly wardId: string }>(
  wards: readonly W[],
  places: Places,
): W[] {
  const rank = ({ wardId }: W) => ORDER.indexOf(places.get(wardId)?.state ?? 'unknown');
  return wards.toSorted((a, b) => rank(a) - rank(b));
}

/** True if a ward is still in the state, or moves between two that the server has held. */
function isHeld(from: Standing, to: Standing): boolean {
  return from === to || (HELD.includes(from) && HELD.includes(to));
}
