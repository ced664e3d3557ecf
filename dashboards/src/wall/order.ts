import { STATES, type State } from '../status.ts';

/** Between these the server moves a ward only when it has been out of its state for a while. */
const HELD: readonly State[] = ['short', 'tight', 'room', 'balanced'];
const HOLD_MS = 10 * 60_000;

/** The state a ward is placed by, and since when (ms) it has been in another. */
export interface Place {
  readonly state: State;
  readonly leftAt: number | null;
}
export type Places = ReadonlyMap<string, Place>;

/**
 * Updates the places of wards, by id. A ward keeps its place until it has been out of that state for ten minutes
 * on end, so that tiles do not jump. It moves at once between states that the server holds for as long, and where it
 * was not seen before.
 */
export function settle(places: Places, states: ReadonlyMap<string, State>, now: number): Places {
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

/** Groups wards by the state they are placed by. In a group the given order stays: no ranking. */
export function byDeviation<W extends { readonly wardId: string }>(
  wards: readonly W[],
  places: Places,
): W[] {
  const rank = ({ wardId }: W) => STATES.indexOf(places.get(wardId)?.state ?? 'unknown');
  return wards.toSorted((a, b) => rank(a) - rank(b));
}

/** True if a ward is still in the state, or moves between two that the server has held. */
function isHeld(from: State, to: State): boolean {
  return from === to || (HELD.includes(from) && HELD.includes(to));
}
