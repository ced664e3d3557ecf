import { identifier } from '../../../schemas/envelope.ts';

/** Systems that a sender may write for, by the `source` of their events; `*` means all that are not reserved. */
export type Sources = '*' | readonly string[];

/** Rosters that planners upload. */
export const ROSTER_SOURCE = 'roster-upload';
/** Sources of the server itself: judgements and rosters of its pages, and its clock. */
const RESERVED = ['dashboard', ROSTER_SOURCE, 'server-clock'];

/**
 * Reads the systems of a sender: `adt`, `adt,lab`, or `*`.
 * @throws RangeError
 */
export function parseSources(list: string | undefined): Sources {
  if (list === undefined || list === '') {
    throw new RangeError(
      'Expected the systems it sends for, by the source of their events: sender:adt,lab, or sender:* for all',
    );
  }
  if (list === '*') return '*';
  const sources = [...new Set(list.split(','))];
  if (sources.some((source) => source === '*' || !identifier.safeParse(source).success)) {
    throw new RangeError('Expected systems with commas between them: sender:adt,lab');
  }
  const reserved = sources.find(isReserved);
  if (reserved !== undefined) {
    throw new RangeError(
      `Expected other systems: only the server writes for ${RESERVED.join(', ')}`,
    );
  }
  return sources;
}

/** Whether a sender may write and correct events of a source. */
export function covers(sources: Sources, source: string): boolean {
  return sources === '*' ? !isReserved(source) : sources.includes(source);
}

/** Merges the systems of several grants. */
export function merged(sources: readonly Sources[]): Sources {
  if (sources.includes('*')) return '*';
  return [...new Set(sources.flat())];
}

/** Also in other letters: people would take one for the other. */
function isReserved(source: string): boolean {
  return RESERVED.includes(source.toLowerCase());
}
