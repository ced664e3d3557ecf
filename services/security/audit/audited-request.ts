import type { FastifyRequest } from 'fastify';
import { encounterId as encounterIdSchema } from '../../../schemas/envelope.ts';
import { idLooksPersonal } from '../../../schemas/identity-number.ts';
import { parseInstant } from '../../../schemas/instant.ts';
import type { RequestEntry } from './audit-entry.ts';

/** Most wards that a line lists; of more it only has the number. */
const MOST_WARDS = 20;
/** Most patients of one line; more patients need further lines. */
const MOST_ENCOUNTERS = 500;
const LONGEST_INSTANT = 40;
/** A known word, or the name of a snapshot. */
const WORD = /^(?:[a-z][a-z-]{0,39}|ward-hours-\d{4}-\d{2}-[0-9a-f]{12}\.parquet)$/;
/** Replaces a value that the caller made up: it may be anything, even a personal identity number. */
const UNKNOWN = '?';

/**
 * Returns the audit entry of a request, or several if it lists many patients. From the address it takes only the
 * ward, the encounter and the range, if they are well-formed.
 * @param site ids of the wards of the site
 */
export function entriesOf(
  request: FastifyRequest,
  site: readonly string[],
  status: number | null,
  ended?: true,
): RequestEntry[] {
  const { method, routeOptions, caller, access, audit, client } = request;
  // the raw values: a schema may have converted them
  const query = new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1));
  const named = { ...Object.fromEntries(query), ...(request.params as object) };
  const { wardId, encounterId, from, to } = named as Record<string, string | undefined>;
  const entry = {
    subject: caller?.principal.subject ?? null,
    kind: caller?.principal.kind ?? null,
    ...(client === '' ? {} : { address: client }),
    method,
    route: routeOptions.url ?? UNKNOWN,
    ...(wardId === undefined ? {} : { wardId: site.find((each) => each === wardId) ?? UNKNOWN }),
    ...(encounterId === undefined
      ? {}
      : { encounterId: isPseudonym(encounterId) ? encounterId : UNKNOWN }),
    ...(isInstant(from) ? { from } : {}),
    ...(isInstant(to) ? { to } : {}),
    ...requestParameters(named, site),
    scope: access === undefined ? null : scopeOf(access),
    status,
    rows: audit.rows,
    ...(audit.events === null ? {} : { events: audit.events }),
    purpose: access?.purpose ?? null,
    traceId: request.id,
    ...(ended === undefined ? {} : { ended }),
  };
  // the first line of a streamed answer lists its patients
  return ended === undefined ? listing(entry, audit.encounters) : [entry];
}

/** Returns one line with the patients of an answer, or several if there are many. */
function listing(entry: RequestEntry, encounters: readonly string[]): RequestEntry[] {
  if (encounters.length === 0) return [entry];
  return Array.from({ length: Math.ceil(encounters.length / MOST_ENCOUNTERS) }, (_, index) => ({
    ...entry,
    encounters: encounters.slice(index * MOST_ENCOUNTERS, (index + 1) * MOST_ENCOUNTERS),
    ...(index === 0 ? {} : { part: index + 1 }),
  }));
}

/** If pseudonyms of a site look like identity numbers, the list of the answer still names the patient. */
function isPseudonym(id: string): boolean {
  return encounterIdSchema.safeParse(id).success && !idLooksPersonal(id);
}

/** Request parameters with known names and values; a value that a caller may have made up becomes `?`. */
function requestParameters(
  named: Record<string, string | undefined>,
  site: readonly string[],
): Pick<RequestEntry, 'asked'> {
  const given: Record<string, string> = {};
  for (const name of ['dataset', 'file', 'list', 'grain', 'format', 'dialect'] as const) {
    const value = named[name];
    if (value !== undefined) given[name] = WORD.test(value) ? value : UNKNOWN;
  }
  for (const name of ['asKnownAt', 'hour'] as const) {
    const value = named[name];
    if (value !== undefined) given[name] = isInstant(value) ? value : UNKNOWN;
  }
  if (named.wards !== undefined) {
    const wards = named.wards.split(',').map((each) => (site.includes(each) ? each : UNKNOWN));
    given.wards = wards.length > MOST_WARDS ? String(wards.length) : wards.join(',');
  }
  return Object.keys(given).length === 0 ? {} : { asked: given };
}

/** Returns the wards that a request may see. */
interface VisibleWards {
  readonly isWholeSite: boolean;
  readonly wards: readonly { readonly wardId: string }[];
}

function scopeOf({ isWholeSite, wards }: VisibleWards): RequestEntry['scope'] {
  if (isWholeSite) return '*';
  return wards.length > MOST_WARDS ? wards.length : wards.map(({ wardId }) => wardId);
}

function isInstant(value: string | undefined): value is string {
  return (
    value !== undefined && value.length <= LONGEST_INSTANT && !Number.isNaN(parseInstant(value))
  );
}
