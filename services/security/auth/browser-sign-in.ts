import { jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { errorKind, type Logger } from '../../platform/log.ts';
import type { TokenCredential } from './credential.ts';
import { isLoopback } from './loopback.ts';
import type { PendingSignIn } from './pending-sign-ins.ts';
import { ProviderKeys } from './provider-keys.ts';
import type { ProviderSettings, SignInSettings } from './provider-settings.ts';
import { SignInRefused } from './sign-in-result.ts';
import { grantsAt, tokenClaims, valueAt } from './token-claims.ts';
import { ALGORITHMS, CLOCK_TOLERANCE } from './token-verifier.ts';

/** Where the provider sends browsers back to. */
export const CALLBACK = '/login/callback';
/** Seconds that each request to the provider may take. */
const TIMEOUT = 5;
/** Milliseconds between attempts to find a provider that is away: the first, and the longest. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
/** Milliseconds after which its configuration is read again. */
const FRESH = 24 * 3_600_000;
/** No pause between fetches of its keys: only tokens that itself handed over ask for them. */
const KEYS_COOLDOWN = 0;
const HOUR = 3_600_000;
/** Errors of the provider by which a person, or it, declines (OAuth 2.0, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6). */
const DECLINED = new Set([
  ...['access_denied', 'login_required', 'interaction_required', 'consent_required'],
  ...['account_selection_required', 'unmet_authentication_requirements'],
]);

/** The provider as it describes itself. */
interface Known {
  readonly configuration: oidc.Configuration;
  readonly keys: ProviderKeys;
}

/**
 * Signs in browsers at an identity provider: the authorization code flow with PKCE (RFC 7636), state and nonce. The
 * provider is found by discovery, when it can be reached; until then every other way to sign in works.
 */
export class BrowserSignIn {
  private readonly provider: ProviderSettings;
  private readonly settings: SignInSettings;
  private readonly secret: string | null;
  private readonly log: Logger;
  private readonly now: () => number;
  private known: Known | null = null;
  private knownAt = Number.NEGATIVE_INFINITY;
  private triedAt = Number.NEGATIVE_INFINITY;
  private pause = FIRST_PAUSE;
  private finding: Promise<void> | null = null;
  private failure: unknown = null;

  /** @param secret of the client; a public client has none */
  constructor(
    provider: ProviderSettings,
    settings: SignInSettings,
    secret: string | null,
    log: Logger,
    now: () => number,
  ) {
    this.provider = provider;
    this.settings = settings;
    this.secret = secret;
    this.log = log;
    this.now = now;
  }

  /** Texts of the button. */
  get button(): SignInSettings['button'] {
    return this.settings.button;
  }

  /** Looks for the provider if that is due: an absent one at growing intervals. */
  async look(): Promise<void> {
    const now = this.now();
    if (now < this.knownAt + FRESH || now < this.triedAt + this.pause) return;
    await this.find();
  }

  /**
   * Begins a sign-in.
   * @returns the address to send the browser to, and what its return must match
   * @throws SignInRefused `unavailable` if the provider cannot be reached
   */
  async begin(returnTo: string): Promise<{ address: string; pending: PendingSignIn }> {
    const { configuration } = await this.found();
    const { origin, scopes, acrValues, requiredAcr, prompt } = this.settings;
    const verifier = oidc.randomPKCECodeVerifier();
    const pending: PendingSignIn = {
      ...{ state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, returnTo },
      at: this.now(),
    };
    const acr = acrValues ?? requiredAcr;
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: `${origin}${CALLBACK}`,
      scope: scopes.join(' '),
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(acr === undefined ? {} : { acr_values: acr.join(' ') }),
      ...(prompt === undefined ? {} : { prompt }),
    });
    return { address: address.href, pending };
  }

  /**
   * Ends a sign-in: exchanges the code, and checks who the provider says it is.
   * @param search the query that the browser came back with
   * @throws SignInRefused
   */
  async finish(search: URLSearchParams, pending: PendingSignIn): Promise<TokenCredential> {
    const known = await this.found();
    try {
      return await this.exchange(known, search, pending);
    } catch (error) {
      const refused = refusalOf(error);
      const { code, error: said } = error as { code?: unknown; error?: unknown };
      // a code of the library or the provider; descriptions may hold anything
      const why = { reason: refused.reason, code: wordOf(code), error: wordOf(said) };
      this.log.warn(
        { ...why, ...errorKind(error as Error) },
        'a sign-in at the provider was refused',
      );
      throw refused;
    }
  }

  /** Where a browser signs out at the provider too; `null` if it has no such address, or is not known. */
  get signOutAddress(): string | null {
    const { configuration } = this.known ?? {};
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return null;
    const { afterSignOut, origin } = this.settings;
    // no hint of whose session it is: that is a token, and addresses stay in logs and histories
    return oidc.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: afterSignOut ?? `${origin}/`,
    }).href;
  }

  private async exchange(
    { configuration, keys }: Known,
    search: URLSearchParams,
    pending: PendingSignIn,
  ): Promise<TokenCredential> {
    const { issuer, claim, grants: named } = this.provider;
    const { origin, clientId, requiredAcr, hours } = this.settings;
    const tokens = await oidc.authorizationCodeGrant(
      configuration,
      new URL(`${origin}${CALLBACK}?${search}`),
      {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      },
    );
    const { payload } = await jwtVerify(tokens.id_token!, (header) => keys.find(header), {
      ...{ issuer: configuration.serverMetadata().issuer, audience: clientId },
      ...{ algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE },
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(this.now()),
    });
    const { sub: subject } = tokenClaims.parse(payload);
    if (requiredAcr?.includes(`${payload.acr}`) === false) {
      throw new SignInRefused('weak', { subject });
    }
    // many providers give roles on request alone
    const isElsewhere =
      valueAt(payload, claim) === undefined &&
      configuration.serverMetadata().userinfo_endpoint !== undefined;
    const claims = isElsewhere
      ? await oidc.fetchUserInfo(configuration, tokens.access_token, subject)
      : payload;
    const grants = grantsAt(claims, claim, named);
    if (grants.length === 0) throw new SignInRefused('no-role', { subject });
    return { kind: 'token', issuer, subject, grants, expiresAt: this.now() + hours * HOUR };
  }

  /** @throws SignInRefused `unavailable` */
  private async found(): Promise<Known> {
    const isDue = this.now() >= this.triedAt + FIRST_PAUSE;
    if (this.known === null && (isDue || this.finding !== null)) await this.find();
    if (this.known === null) throw new SignInRefused('unavailable', { cause: this.failure });
    return this.known;
  }

  /** Reads the configuration of the provider; simultaneous callers share one attempt. */
  private async find(): Promise<void> {
    this.finding ??= this.discover().finally(() => {
      this.finding = null;
    });
    await this.finding;
  }

  private async discover(): Promise<void> {
    this.triedAt = this.now();
    const { clientId } = this.settings;
    const issuer = new URL(this.provider.issuer);
    const execute = isLoopback(issuer.hostname) ? [oidc.allowInsecureRequests] : [];
    try {
      const metadata = { [oidc.clockTolerance]: CLOCK_TOLERANCE };
      const authentication: oidc.ClientAuth = (server, client, body, headers) =>
        this.authentication(server)(server, client, body, headers);
      const configuration = await oidc.discovery(issuer, clientId, metadata, authentication, {
        ...{ timeout: TIMEOUT, execute },
      });
      const { jwks_uri: jwksUri } = configuration.serverMetadata();
      if (jwksUri === undefined) throw new Error('the provider names no keys');
      this.known = { configuration, keys: new ProviderKeys(jwksUri, this.now, KEYS_COOLDOWN) };
      if (this.failure !== null) this.log.info('the identity provider can be reached again');
      this.failure = null;
      this.pause = FIRST_PAUSE;
      this.knownAt = this.now();
    } catch (error) {
      const { code } = error as { code?: unknown };
      const about = { code: wordOf(code), ...errorKind(error as Error) };
      if (this.failure === null) {
        this.log.warn(about, 'the identity provider cannot be reached: browsers sign in with keys');
      }
      this.failure = error;
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    }
  }

  private authentication({
    token_endpoint_auth_methods_supported: methods,
  }: oidc.ServerMetadata): oidc.ClientAuth {
    if (this.secret === null) return oidc.None();
    const { clientAuthentication } = this.settings;
    // without a list a provider takes the first (OpenID Connect Discovery 1.0, 3)
    const isBasic =
      clientAuthentication === undefined
        ? methods === undefined || methods.includes('client_secret_basic')
        : clientAuthentication === 'client_secret_basic';
    return isBasic ? oidc.ClientSecretBasic(this.secret) : oidc.ClientSecretPost(this.secret);
  }
}

function refusalOf(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  const refused = (reason: SignInRefused['reason']) => new SignInRefused(reason, { cause: error });
  if (error instanceof oidc.AuthorizationResponseError) {
    if (DECLINED.has(error.error)) return refused('denied');
    return refused(
      /^(temporarily_unavailable|server_error)$/.test(error.error) ? 'unavailable' : 'failed',
    );
  }
  if (error instanceof oidc.ResponseBodyError) {
    return refused(error.error === 'invalid_grant' ? 'expired' : 'failed');
  }
  const { name, code } = error as { name?: string; code?: unknown };
  const isAway =
    name === 'ProviderAway' ||
    code === 'OAUTH_TIMEOUT' ||
    // what fetch throws if nobody answers
    (error instanceof TypeError && code === undefined);
  return refused(isAway ? 'unavailable' : 'failed');
}

/** A code, if it is a word. */
function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,60}$/.test(value) ? value : undefined;
}
