import { isPlainText } from '../../../schemas/plain-text.ts';
import type { Place } from '../facts.ts';
import { prepared } from './prepared.ts';
import type { Mapping } from './schema.ts';

/** Meanings of a place that is no ward of the site. */
export const ELSEWHERE = ['away', 'outside', 'ignore'] as const;

/** A place of the site: its ward, and the bed as the source names it, empty if it names none. */
export interface WardPlace {
  readonly ward: string;
  readonly bed: string;
}

/**
 * - a ward: the patient is there
 * - `away`: for a time elsewhere, the bed kept; the next movement to a ward ends it
 * - `outside`: a real place that is not measured; ends the stay
 * - `ignore`: no movement at all
 */
export type Whereabouts = WardPlace | (typeof ELSEWHERE)[number];

/** Characters that the bed of an event may have. */
const BED = 32;

/**
 * What a place means, by the most specific of `unit^room^bed`, `unit^room`, `unit@facility` and `unit` that the
 * mapping lists. Parts are compared without the blanks around them and without regard to case. Of a part with
 * subcomponents the caller gives the first.
 * @returns `null` if none is listed: the movement is held until it is
 */
export function placeOf(place: Place, mapping: Mapping): Whereabouts | null {
  const { facility, unit, room, bed } = place;
  const listed = listedPlaces(mapping);
  for (const parts of [`${unit}^${room}^${bed}`, `${unit}^${room}`, `${unit}@${facility}`, unit]) {
    const meaning = listed.get(comparable(parts));
    if (meaning === undefined) continue;
    return isElsewhere(meaning) ? meaning : { ward: meaning, bed: bedName(bed) };
  }
  return null;
}

/** The name under which an unlisted place is counted, and can be listed: its unit, or all it has without one. */
export function placeName({ facility, unit, room, bed }: Place): string {
  if (unit.trim() !== '') return unit.trim();
  if (facility.trim() !== '') return `@${facility.trim()}`;
  const inside = `^${room.trim()}^${bed.trim()}`;
  return inside === '^^' ? '' : inside.replace(/\^$/, '');
}

/** The form in which two names of a place are the same. */
export function comparable(name: string): string {
  return name
    .split('^')
    .map((part) => part.split('@').map(trimmed).join('@'))
    .join('^')
    .replace(/\^+$/, '');
}

export function isElsewhere(meaning: string): meaning is (typeof ELSEWHERE)[number] {
  return (ELSEWHERE as readonly string[]).includes(meaning);
}

function trimmed(part: string): string {
  return part.trim().normalize('NFC').toLowerCase();
}

/** A bed has no meaning but its name: one that no event can have is left out, the patient stays on the ward. */
function bedName(bed: string): string {
  const name = bed.trim().slice(0, BED).trim();
  return isPlainText(name) ? name : '';
}

const listedPlaces = prepared(
  ({ places }: Mapping) =>
    new Map(Object.entries(places).map(([name, meaning]) => [comparable(name), meaning])),
);
