import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { SessionSecrets } from './session-secrets.ts';

/** Seconds that a sign-in at the provider may take. */
export const PENDING_SECONDS = 600;
/** Most sign-ins of a browser at a time, each in a tab of its own. */
const MOST = 6;
/** Most used states that are remembered. */
const REMEMBERED = 10_000;
/** Characters of the state that name its cookie. */
const NAMED = 12;
const ISSUER = 'vardintensitet sign-in';

const pendingSignIn = z.object({
  /** Returned by the browser, in the token, and sent with the code: all three by chance. */
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The path to go to. */
  returnTo: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

/** A sign-in that a browser began and the provider has not answered. */
export type PendingSignIn = z.output<typeof pendingSignIn>;
type Cookies = Readonly<Record<string, string | undefined>>;

/**
 * Sign-ins on their way, each sealed in a cookie of its browser, so that tabs do not disturb each other and another
 * browser cannot end them. Each can be taken once.
 */
export class PendingSignIns {
  private readonly secrets: SessionSecrets;
  private readonly now: () => number;
  private readonly used = new Set<string>();

  constructor(secrets: SessionSecrets, now: () => number) {
    this.secrets = secrets;
    this.now = now;
  }

  /** The name of the cookie of a state. */
  nameOf(prefix: string, state: string): string {
    return `${prefix}_${state.slice(0, NAMED)}`;
  }

  async seal(pending: PendingSignIn): Promise<string> {
    const [secret] = await this.secrets.all();
    return new EncryptJWT(pending)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setIssuer(ISSUER)
      .setExpirationTime(Math.floor(pending.at / 1000) + PENDING_SECONDS)
      .encrypt(keyOf(secret));
  }

  /** Returns the sign-in of a state, once; `null` if this browser has none, it was used, or it took too long. */
  async take(cookies: Cookies, prefix: string, state: string): Promise<PendingSignIn | null> {
    const cookie = cookies[this.nameOf(prefix, state)];
    const pending = cookie === undefined ? null : await this.unseal(cookie);
    if (pending?.state !== state || this.used.has(state)) return null;
    this.used.add(state);
    if (this.used.size > REMEMBERED) this.used.delete(this.used.values().next().value!);
    return pending;
  }

  /** Names of the cookies that must go before another sign-in begins: those not valid, and the oldest. */
  async superfluous(cookies: Cookies, prefix: string): Promise<string[]> {
    const names = Object.keys(cookies).filter(
      (name) => name.startsWith(`${prefix}_`) && /^[\w-]+$/.test(name),
    );
    const all = await Promise.all(
      names.map(async (name) => ({ name, at: (await this.unseal(cookies[name]!))?.at ?? 0 })),
    );
    all.sort((one, other) => other.at - one.at);
    return all.filter(({ at }, index) => at === 0 || index >= MOST - 1).map(({ name }) => name);
  }

  private async unseal(cookie: string): Promise<PendingSignIn | null> {
    for (const secret of await this.secrets.all()) {
      try {
        const { payload } = await jwtDecrypt(cookie, keyOf(secret), {
          ...{ issuer: ISSUER, requiredClaims: ['exp'] },
          ...{ keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
          currentDate: new Date(this.now()),
        });
        return pendingSignIn.parse(payload);
      } catch {
        // another secret may have sealed it
      }
    }
    return null;
  }
}

/** A key of its own, so that a cookie of one kind is none of the other. */
const keyOf = (secret: Uint8Array) =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'vardintensitet sign-in', 32));
