import type { Credentials } from './credentials.ts';
import { knownGrants, type Principal } from './principal.ts';
import { CLOCK_TOLERANCE } from './token-verifier.ts';

/** What a caller has shown, and a session keeps: which key, or what a token said. */
export type Pass =
  | { readonly kind: 'key'; readonly id: string }
  | {
      readonly kind: 'token';
      readonly issuer: string;
      readonly subject: string;
      /** As they are written. */
      readonly grants: readonly string[];
      /** Milliseconds since 1970. */
      readonly expiresAt: number;
    };

/** Whom a pass lets in, as things stand; null where its key is withdrawn or its time is over. */
export function admit(pass: Pass, credentials: Credentials, now: number): Principal | null {
  if (pass.kind === 'token') {
    const { issuer, subject, expiresAt } = pass;
    const isKnown = credentials.tokens?.settings.issuer === issuer;
    if (!isKnown || now >= expiresAt + CLOCK_TOLERANCE * 1000) return null;
    return { subject, kind: 'token', grants: knownGrants(pass.grants), expiresAt };
  }
  const record = credentials.keys.get(pass.id);
  if (record === undefined) return null;
  const { subject, kind, grants, expiresAt } = record;
  if (expiresAt !== null && now >= expiresAt) return null;
  return { subject, kind, grants, expiresAt };
}
