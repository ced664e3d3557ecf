import { siteWardId } from '../../../schemas/site.ts';
import { parseSources, type Sources } from './sources.ts';

/**
 * The role of a user or system. `ward_viewer` and `ward_lead` treat the patients of their wards, and the
 * lead judges them; `wall` is a screen on the ward.
 */
export const ROLES = [
  ...(['ward_viewer', 'ward_lead', 'wall'] as const),
  ...(['planner', 'engineer', 'auditor', 'sender'] as const),
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that also see hours with few patients: their grants must name wards, or `*` for all. */
const NAMED_WARD_ROLES: readonly Role[] = ['ward_viewer', 'ward_lead', 'wall'];
/** Roles that may be limited to wards; the others are for the whole site. */
const WARD_ROLES: readonly Role[] = [...NAMED_WARD_ROLES, 'planner'];

/** A role, and its wards. */
export interface Grant {
  readonly role: Role;
  readonly wards: '*' | readonly string[];
  /** The systems that a `sender` writes for; other roles have none. */
  readonly sources?: Sources;
}

/** A user or system, and its grants. */
export interface Principal {
  /** Name of the caller, as the audit shows it. */
  readonly subject: string;
  /** How it authenticated: with a key, a token of the identity provider, or as the user of this machine. */
  readonly kind: 'key' | 'token' | 'local';
  readonly grants: readonly Grant[];
  /** Expiry in milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/**
 * Reads a grant: `planner`, `planner:31A,36A`, `ward_viewer:31A`, `sender:adt`. A role of every ward that sees few patients
 * in full says so: `ward_viewer:*`.
 * @throws RangeError
 */
export function parseGrant(text: string): Grant {
  const colon = text.indexOf(':');
  const list = colon === -1 ? undefined : text.slice(colon + 1);
  const role = ROLES.find((each) => each === (colon === -1 ? text : text.slice(0, colon)));
  if (role === undefined) {
    throw new RangeError(
      `Expected one of ${ROLES.join(', ')}, or a role and its wards: role:31A,36A`,
    );
  }
  if (role === 'sender') return { role, wards: '*', sources: parseSources(list) };
  if (list === undefined) {
    if (!NAMED_WARD_ROLES.includes(role)) return { role, wards: '*' };
    throw new RangeError(`Expected wards: ${role}:31A,36A, or ${role}:* for all`);
  }
  if (list === '*') return { role, wards: '*' };
  if (!WARD_ROLES.includes(role)) throw new RangeError(`Expected ${role} without wards`);
  const wards = list.split(',');
  if (wards.some((ward) => ward === '' || ward === '*')) {
    throw new RangeError('Expected wards with commas between them: 31A,36A');
  }
  for (const ward of wards) {
    const { error } = siteWardId.safeParse(ward);
    // no site file can have this id, so the grant would have no effect
    if (error !== undefined) throw new RangeError(error.issues[0]!.message);
  }
  return { role, wards: [...new Set(wards)] };
}

/** Returns the grants among texts; ignores other texts, such as groups of another system. */
export function knownGrants(texts: readonly string[]): Grant[] {
  return texts.flatMap((text) => {
    try {
      return [parseGrant(text)];
    } catch {
      return [];
    }
  });
}

/** The text of a grant. */
export function grantText({ role, wards, sources }: Grant): string {
  if (sources !== undefined) return `${role}:${sources === '*' ? '*' : sources.join(',')}`;
  if (wards === '*') return NAMED_WARD_ROLES.includes(role) ? `${role}:*` : role;
  return `${role}:${wards.join(',')}`;
}
