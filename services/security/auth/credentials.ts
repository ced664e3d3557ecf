import type { AccessFile } from './access-file.ts';
import type { Credential } from './credential.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { digestOf, type Key } from './key.ts';
import { type Grant, knownGrants, type Principal, ROLES } from './principal.ts';
import { SESSION_TIMES, type SessionTimes } from './sessions.ts';
import { CLOCK_TOLERANCE } from './token-verifier.ts';

/** A key as the server knows it. */
export interface KeyRecord {
  readonly id: string;
  readonly digest: string;
  readonly subject: string;
  readonly kind: 'key' | 'local';
  readonly grants: readonly Grant[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/** Every means of authentication. */
export interface Credentials {
  readonly keys: ReadonlyMap<string, KeyRecord>;
  readonly provider: IdentityProvider | null;
  /** Whether the cookie of a session is for TLS only. */
  readonly secureCookie: boolean;
  readonly sessionTimes: SessionTimes;
}

/** Returns the credentials of an access file. */
export function credentialsOf(
  { keys = [], secureCookie, sessions = SESSION_TIMES }: AccessFile,
  provider: IdentityProvider | null,
): Credentials {
  const records = keys.map(
    ({ id, digest, name, grants, expires }): KeyRecord => ({
      ...{ id, digest, grants, kind: 'key' },
      subject: `${name} (${id})`,
      expiresAt: expires === undefined ? null : expires / 1000,
    }),
  );
  return {
    keys: new Map(records.map((record) => [record.id, record])),
    ...{ provider, secureCookie, sessionTimes: sessions },
  };
}

/** The only key of a server that only this machine can reach: a user who can read the key may do everything. */
export function localCredentials({ id, secret }: Key): Credentials {
  const record: KeyRecord = {
    ...{ id, digest: digestOf(secret), subject: 'local', kind: 'local', expiresAt: null },
    grants: ROLES.map((role) =>
      role === 'sender' ? { role, wards: '*', sources: '*' } : { role, wards: '*' },
    ),
  };
  const keys = new Map([[id, record]]);
  return { keys, provider: null, secureCookie: false, sessionTimes: SESSION_TIMES };
}

/** Returns the principal of a credential; null if its key is withdrawn or it has expired. */
export function principalOf(
  credential: Credential,
  credentials: Credentials,
  now: number,
): Principal | null {
  if (credential.kind === 'token') {
    const { issuer, subject, expiresAt } = credential;
    const isKnown = credentials.provider?.settings.issuer === issuer;
    if (!isKnown || now >= expiresAt + CLOCK_TOLERANCE * 1000) return null;
    return { subject, kind: 'token', grants: knownGrants(credential.grants), expiresAt };
  }
  const record = credentials.keys.get(credential.id);
  if (record === undefined) return null;
  const { subject, kind, grants, expiresAt } = record;
  if (expiresAt !== null && now >= expiresAt) return null;
  return { subject, kind, grants, expiresAt };
}
