import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { HttpProblem } from '../http/problem.ts';
import type { OidcSettings } from './access-file.ts';
import type { Pass } from './pass.ts';
import { knownGrants } from './principal.ts';

/** Signatures by a key the provider alone has; a secret that is shared is none of them. */
const ALGORITHMS = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
];
/** Seconds by which clocks may differ. */
export const CLOCK_TOLERANCE = 30;
const PROVIDER_TIMEOUT = 5_000;
/** Milliseconds before the provider's keys are asked for again because of a key that is not among them. */
const PROVIDER_COOLDOWN = 30_000;
/** Milliseconds a provider that could not be reached is left alone; callers are told as long to wait. */
const RETRY_AFTER = 5_000;
const LONGEST_SUBJECT = 200;

/** Judges tokens of an identity provider (OpenID Connect) by its public keys. */
export class TokenVerifier {
  readonly settings: OidcSettings;
  private readonly now: () => number;
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;
  private awayUntil = Number.NEGATIVE_INFINITY;

  constructor(settings: OidcSettings, now: () => number) {
    this.settings = settings;
    this.now = now;
    this.keys = createRemoteJWKSet(new URL(settings.jwksUri), {
      timeoutDuration: PROVIDER_TIMEOUT,
      cooldownDuration: PROVIDER_COOLDOWN,
    });
  }

  /**
   * What a token stands for; null where it is not one of the provider's for this server, or is over.
   * @throws HttpProblem `identity-unavailable` where the provider cannot be asked
   */
  async verify(token: string): Promise<Pass | null> {
    const { issuer, audience, claim } = this.settings;
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
    if (this.now() < this.awayUntil) throw unavailable();
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE },
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.now()),
      });
      const subject = payload.sub!.slice(0, LONGEST_SUBJECT);
      const grants = grantTexts(payload, claim);
      return { kind: 'token', issuer, subject, grants, expiresAt: payload.exp! * 1000 };
    } catch (error) {
      if (isRefusal(error)) return null;
      this.awayUntil = this.now() + RETRY_AFTER;
      throw unavailable(error);
    }
  }
}

function grantTexts(payload: JWTPayload, claim: string): string[] {
  const value = payload[claim];
  const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  return texts.filter((text) => knownGrants([text]).length > 0);
}

/** Whether the token is at fault; all else is the provider's. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
}

function unavailable(cause?: unknown): HttpProblem {
  return new HttpProblem('identity-unavailable', { retryAfterSeconds: RETRY_AFTER / 1000, cause });
}
