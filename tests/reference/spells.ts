import type { Micros } from '../../schemas/instant.ts';
import type { Stay } from './stays.ts';

/** What coming and going is counted by: stays, without those that were clicked wrong. */
export type Spell = Pick<Stay, 'wardId' | 'start' | 'end' | 'arrivedBy' | 'leftBy'>;

/**
 * Walks the stays in order. A stay under `shortStay` that a transfer began and a transfer ends is a slip, and is
 * left out; where the patient comes back from slips to the ward they began on, that stay goes on.
 */
export function spellsOf(stays: readonly Stay[], shortStay: Micros): Spell[] {
  const spells: Spell[] = [];
  let slipped = false;
  stays.forEach((stay, place) => {
    const isBegunByTransfer = stays[place - 1]?.leftBy === 'transfer';
    const isShort = stay.end - stay.start < shortStay;
    if (isBegunByTransfer && stay.leftBy === 'transfer' && isShort) {
      slipped = true;
      return;
    }
    const before = spells.at(-1);
    if (slipped && before?.wardId === stay.wardId) {
      spells[spells.length - 1] = { ...before, end: stay.end, leftBy: stay.leftBy };
    } else {
      spells.push(stay);
    }
    slipped = false;
  });
  return spells;
}
