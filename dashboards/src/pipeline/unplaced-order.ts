import type { UnplacedList } from '../../../schemas/unplaced.ts';
import type { Health } from './health.ts';

/** What changes the need most comes first. */
const LISTS: readonly UnplacedList[] = [
  ...(['presumed-left', 'silent-stays', 'moves-without-effect', 'orphan-events'] as const),
];

type Counts = NonNullable<Health['unplaced']>;

/** The lists that have lines, then those that have none. */
export function unplacedOrder(counts: Counts): UnplacedList[] {
  return LISTS.toSorted((a, b) => Number(counts[a] === 0) - Number(counts[b] === 0));
}

/** How many stays and events there are in all lists; 0 if another service counts them. */
export function unplacedCount(counts: Counts | null): number {
  return counts === null ? 0 : LISTS.reduce((sum, list) => sum + counts[list], 0);
}
