import { closings } from '../../schemas/closing.ts';
import { idLooksPersonal, looksPersonal } from '../../schemas/identity-number.ts';
import { MICROS_PER_DAY, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';

/** What of the site file decides whether an event is accepted, beside the event schema. */
export interface EventRules {
  readonly wards: Pick<ReadonlySet<string>, 'has'>;
  /** From when wards are closed that are. */
  readonly closings: Pick<ReadonlyMap<string, Micros>, 'get'>;
  /** Longest time from `occurredAt` to `recordedAt` of a move or staffing. */
  readonly maxAge: Micros;
  /** Whether events were accepted before, whatever is taken for a number of a person now. */
  readonly wasAccepted?: boolean;
  /** Whether ids may look like personal identity numbers. */
  readonly mayLookPersonal: boolean;
}

/** The rules of a site. */
export function eventRules(site: Site): EventRules {
  const { wards, switches } = site;
  return {
    wards: new Set(wards.map(({ wardId }) => wardId)),
    closings: closings(site),
    maxAge: switches.maxAgeDays * MICROS_PER_DAY,
    mayLookPersonal: switches.identifiersMayLookPersonal,
  };
}

/**
 * Whether an event is of a ward that was closed by then; staffing that begins before ends with the ward. What takes
 * an event back is taken of any ward that is known.
 */
export function isOfClosedWard(
  event: { status?: unknown; wardId: string; occurredAt: Micros; from?: Micros },
  { closings }: Pick<EventRules, 'closings'>,
): boolean {
  const closedFrom = closings.get(event.wardId);
  if (closedFrom === undefined || event.status === 'entered-in-error') return false;
  return (event.from ?? event.occurredAt) >= closedFrom;
}

/** Fields by which systems name encounters and events, and those that people write. */
const IDS = ['id', 'encounterId'] as const;
const WORDS = ['bed', 'note', 'unit', 'value'] as const;

/** The first field of an event that holds what looks like a personal identity number, or null. */
export function personalField(
  event: object,
  { mayLookPersonal, wasAccepted }: EventRules,
): string | null {
  if (wasAccepted) return null;
  const fields = event as Readonly<Record<string, unknown>>;
  const holdsOne = (looks: (text: string) => boolean) => (name: string) => {
    const value = fields[name];
    return typeof value === 'string' && looks(value);
  };
  const id = mayLookPersonal ? undefined : IDS.find(holdsOne(idLooksPersonal));
  return id ?? WORDS.find(holdsOne(looksPersonal)) ?? null;
}
