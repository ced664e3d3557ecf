import { z } from 'zod';
import { knownGrants, ROLES } from './principal.ts';

/** The longest subject (OpenID Connect Core 1.0, §2). */
const LONGEST_SUBJECT = 255;
/** Accepted types in the header of a token: any JWT, or an access token (RFC 9068). */
const TYPES = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);
/** Types that Keycloak gives to tokens for its own use. */
const OTHERS = new Set(['logout', 'refresh', 'offline']);
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The claims that are read, beside issuer, audience and times, which are checked with the signature. */
export const tokenClaims = z.looseObject({
  sub: z.string().min(1).max(LONGEST_SUBJECT),
  exp: z.number(),
  azp: z.string().optional(),
  typ: z
    .string()
    .refine((typ) => !OTHERS.has(typ.toLowerCase()))
    .optional(),
  events: z
    .looseObject({})
    .refine((events) => !Object.hasOwn(events, LOGOUT_EVENT))
    .optional(),
});

/** Whether the header gives a token a type that authenticates; most tokens give no type. */
export function isTypeOfToken(typ: unknown): boolean {
  return typ === undefined || (typeof typ === 'string' && TYPES.has(typ.toLowerCase()));
}

/**
 * Returns the grants in a claim: the strings of a list, or of a text with spaces or commas between them.
 * @param path of the claim: `roles`, or `realm_access.roles` for a nested claim
 * @param named what each value grants; without it, a value is a grant itself
 */
export function grantsAt(
  claims: Readonly<Record<string, unknown>>,
  path: string,
  named?: Readonly<Record<string, readonly string[]>>,
): string[] {
  const value = valueAt(claims, path);
  const list = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  if (named === undefined) {
    const grants = typeof value === 'string' ? listed(value) : list;
    return [...new Set(grants)].filter((text) => knownGrants([text]).length > 0);
  }
  // a name may contain spaces, so the whole text is tried too
  const names = typeof value === 'string' ? [value, ...value.split(/[\s,]+/)] : list;
  const granted = names.flatMap((name) => (Object.hasOwn(named, name) ? named[name]! : []));
  return [...new Set(granted)];
}

/** A name may contain dots, as an address does, so the whole name is tried before its parts. */
export function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const object = value as Record<string, unknown>;
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const found = Object.hasOwn(object, head)
      ? valueAt(object[head], path.slice(dot + 1))
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Grants may contain commas, so a part that is not a role belongs to the previous grant. */
function listed(text: string): string[] {
  return text.split(/\s+/).flatMap((word) => {
    const grants: string[] = [];
    for (const part of word.split(',')) {
      if (isRole(part) || !grants.at(-1)?.includes(':')) grants.push(part);
      else if (part !== '') grants.push(`${grants.pop()},${part}`);
    }
    return grants;
  });
}

const isRole = (text: string) => ROLES.some((role) => text === role || text.startsWith(`${role}:`));
