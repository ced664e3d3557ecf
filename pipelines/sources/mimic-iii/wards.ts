import type { z } from 'zod';
import type { site as siteSchema } from '../../../schemas/site.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { TIME_ZONE } from './calendar.ts';

/** A site file as written: defaults left out. */
export type SiteFile = z.input<typeof siteSchema>;

/** Care units of MIMIC-III by their code. */
const UNITS: Readonly<Record<string, string>> = {
  CCU: 'Coronary care',
  CSRU: 'Cardiac surgery recovery',
  MICU: 'Medical intensive care',
  NICU: 'Neonatal intensive care',
  NWARD: 'Neonatal ward',
  SICU: 'Surgical intensive care',
  TSICU: 'Trauma and surgical intensive care',
};
const INTENSIVE = /^(CCU|CSRU|MICU|NICU|SICU|TSICU)-/;

/** Neither ratio nor beds are in MIMIC-III; these are our assumptions. */
const ASSUMED = {
  intensive: { nightPatientsPerStaff: 2, beds: 8 },
  general: { nightPatientsPerStaff: 10, beds: 20 },
};

/** The ward of a `transfers` row: `MICU-52` if a care unit is named, else `W45`. */
export function wardIdOf(careUnit: string, wardId: string): string {
  return careUnit === '' ? `W${wardId}` : `${careUnit}-${wardId}`;
}

/** The site file that fits the moves: every ward once, with beds for its largest census. */
export function siteOf(moves: readonly WireEvent[]): SiteFile {
  const census = largestCensus(moves);
  const wardIds = [...census.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return {
    siteId: 'mimic-iii',
    name: 'MIMIC-III, Boston (invented calendar)',
    timeZone: TIME_ZONE,
    shifts: [
      { id: 'day', start: '07:00' },
      { id: 'night', start: '19:00' },
    ],
    wards: wardIds.map((wardId) => {
      const intensive = INTENSIVE.test(wardId);
      const assumed = intensive ? ASSUMED.intensive : ASSUMED.general;
      return {
        wardId,
        name: nameOf(wardId),
        type: intensive ? 'intensive-care' : 'general',
        beds: Math.max(assumed.beds, census.get(wardId) ?? 0),
        nightPatientsPerStaff: assumed.nightPatientsPerStaff,
      };
    }),
  };
}

function nameOf(wardId: string): string {
  const [unit, number] = wardId.split('-');
  if (unit === undefined || number === undefined) return `Ward ${wardId.slice(1)}`;
  return `${UNITS[unit] ?? unit} ${number}`;
}

function largestCensus(moves: readonly WireEvent[]): Map<string, number> {
  const on = new Map<string, string>();
  const now = new Map<string, number>();
  const largest = new Map<string, number>();
  const inOrder = moves.toSorted((a, b) =>
    a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0,
  );
  for (const move of inOrder) {
    if (!('encounterId' in move)) continue;
    const left = on.get(move.encounterId);
    if (left !== undefined) now.set(left, (now.get(left) ?? 0) - 1);
    on.delete(move.encounterId);
    if (!('wardId' in move)) continue;
    const count = (now.get(move.wardId) ?? 0) + 1;
    now.set(move.wardId, count);
    on.set(move.encounterId, move.wardId);
    largest.set(move.wardId, Math.max(largest.get(move.wardId) ?? 0, count));
  }
  return largest;
}
