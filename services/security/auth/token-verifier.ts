import { jwtVerify } from 'jose';
import { HttpProblem } from '../../http/problem.ts';
import type { Credential } from './credential.ts';
import { AWAY, ProviderAway, ProviderKeys } from './provider-keys.ts';
import type { TokenSettings } from './provider-settings.ts';
import { grantsAt, isTypeOfToken, tokenClaims } from './token-claims.ts';

/** Signature algorithms with a private key of the provider; none with a shared secret. */
export const ALGORITHMS = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
];
/** Allowed difference of clocks in seconds. */
export const CLOCK_TOLERANCE = 30;
const HOUR = 3_600_000;

/** Verifies tokens of an identity provider (OpenID Connect) by its public keys. */
export class TokenVerifier {
  private readonly settings: TokenSettings;
  private readonly now: () => number;
  private readonly keys: ProviderKeys;

  constructor(settings: TokenSettings, now: () => number) {
    this.settings = settings;
    this.now = now;
    this.keys = new ProviderKeys(settings.jwksUri, now);
  }

  /**
   * Returns what a token permits; null if the provider did not issue it for this server, or it has expired.
   * @throws HttpProblem `identity-unavailable` if its key is not known and the provider cannot be reached
   */
  async verify(token: string): Promise<Credential | null> {
    const { issuer, audience, claim, grants: named, azp, longestHours } = this.settings;
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
    try {
      const { payload, protectedHeader } = await jwtVerify(
        token,
        (header) => this.keys.find(header),
        {
          ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE },
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(this.now()),
        },
      );
      const claims = tokenClaims.parse(payload);
      const expiresAt = claims.exp * 1000;
      if (expiresAt > this.now() + longestHours * HOUR) return null;
      if (!isTypeOfToken(protectedHeader.typ)) return null;
      if (azp !== undefined && !(claims.azp !== undefined && azp.includes(claims.azp))) return null;
      const grants = grantsAt(claims, claim, named);
      return { kind: 'token', issuer, subject: claims.sub, grants, expiresAt };
    } catch (error) {
      // every other error is a fault of this token
      if (!(error instanceof ProviderAway)) return null;
      throw new HttpProblem('identity-unavailable', {
        ...{ retryAfterSeconds: AWAY / 1000, cause: error.cause },
      });
    }
  }
}
