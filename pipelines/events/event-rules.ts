import { idLooksPersonal, looksPersonal } from '../../schemas/identity-number.ts';
import { MICROS_PER_DAY, type Micros } from '../../schemas/instant.ts';
import { overridesDirection } from '../../schemas/plain-text.ts';
import type { Site } from '../../schemas/site.ts';
import { closings } from '../../schemas/ward-period.ts';

/** The parts of the site file that decide, with the event schema, whether an event is accepted. */
export interface EventRules {
  readonly wards: Pick<ReadonlySet<string>, 'has'>;
  /** When each closed ward closed. */
  readonly closings: Pick<ReadonlyMap<string, Micros>, 'get'>;
  /** Longest time from `occurredAt` to `recordedAt` of a move or staffing. */
  readonly maxAge: Micros;
  /** True for events that were accepted before: what looks like an identity number now does not reject them. */
  readonly wasAccepted?: boolean;
  /** True if ids may look like personal identity numbers. */
  readonly mayLookPersonal: boolean;
}

/** Returns the rules of a site. */
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
 * Rules for accepted events, which stay accepted whatever the current rules are: for example with a ward that
 * was removed since, or with ids that a later release mistakes for those of a person.
 */
export const ACCEPTED: EventRules = {
  wards: { has: () => true },
  closings: { get: () => undefined },
  maxAge: Number.POSITIVE_INFINITY,
  mayLookPersonal: true,
  wasAccepted: true,
};

/**
 * True if an event is of a ward that was closed by then. Staffing that begins before ends with the ward. A withdrawal
 * (`entered-in-error`) is accepted of any known ward.
 */
export function isOfClosedWard(
  event: { status?: unknown; wardId: string; occurredAt: Micros; from?: Micros },
  { closings }: Pick<EventRules, 'closings'>,
): boolean {
  const closedFrom = closings.get(event.wardId);
  if (closedFrom === undefined || event.status === 'entered-in-error') return false;
  return (event.from ?? event.occurredAt) >= closedFrom;
}

/** Fields with identifiers that systems make, and fields with text that people write. */
const IDS = ['id', 'encounterId'] as const;
const WORDS = ['bed', 'note', 'unit', 'value'] as const;

/** Whether a field has an identifier that a system made, and not text that people write. */
export const isId = (field: string) => (IDS as readonly string[]).includes(field);

/** Returns the first field of an event that looks like a personal identity number, or null. */
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

/** Returns the first field of an event with text that overrides its direction, or null. */
export function overridingField(event: object, { wasAccepted }: EventRules): string | null {
  if (wasAccepted) return null;
  const fields = event as Readonly<Record<string, unknown>>;
  const overrides = (name: string) => {
    const value = fields[name];
    return typeof value === 'string' && overridesDirection(value);
  };
  return WORDS.find(overrides) ?? null;
}
