import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

export const CLIENT = { id: 'vardintensitet', secret: 'a-secret-of-the-tests-alone-0123456789' };

export interface ProviderOptions {
  /** Where this server is. */
  readonly origin: string;
  /** Claims of accounts by name; anyone else has none but the name. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What clients show; `none` of a public client. */
  readonly authentication?: 'client_secret_basic' | 'client_secret_post' | 'none';
  /** Whether claims are in the token, or only in the user info. */
  readonly claimsIn?: 'token' | 'userinfo';
  /** Seconds that a token is valid. */
  readonly tokenSeconds?: number;
  readonly port?: number;
}

/** A real OpenID provider on a port of this machine, under a name that is another site than 127.0.0.1. */
export class OpenIdProvider {
  /** Requests by path: `/token`. */
  readonly requests: string[] = [];
  private readonly server: Server;
  private readonly options: ProviderOptions;
  /** Paths that get no answer. */
  readonly silent = new Set<string>();
  private provider!: Provider;
  private handle!: ReturnType<Provider['callback']>;

  private constructor(options: ProviderOptions) {
    this.options = options;
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, this.issuer);
      this.requests.push(pathname);
      if (this.silent.has(pathname)) return;
      const acr = searchParams.get('acr');
      if (acr === null) this.handle(request, response);
      else {
        const login = { accountId: searchParams.get('login'), acr };
        void this.provider.interactionFinished(request, response, { login });
      }
    });
  }

  static async start(options: ProviderOptions): Promise<OpenIdProvider> {
    const provider = new OpenIdProvider(options);
    await new Promise<void>((resolve) => {
      provider.server.listen(options.port ?? 0, 'localhost', resolve);
    });
    await provider.rotate('first');
    return provider;
  }

  get issuer(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** Signs with another key from now on, and shows no other. */
  async rotate(kid: string): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
    const { origin, accounts, authentication = 'client_secret_basic' } = this.options;
    const { claimsIn = 'token', tokenSeconds = 3600 } = this.options;
    this.provider = new Provider(this.issuer, {
      jwks: { keys: [jwk] },
      cookies: { keys: ['a key for cookies of the tests'] },
      clients: [
        {
          client_id: CLIENT.id,
          ...(authentication === 'none' ? {} : { client_secret: CLIENT.secret }),
          token_endpoint_auth_method: authentication,
          redirect_uris: [`${origin}/login/callback`],
          post_logout_redirect_uris: [`${origin}/`],
        },
      ],
      conformIdTokenClaims: claimsIn === 'userinfo',
      claims: { openid: ['sub'], roles: ['roles', 'realm_access', 'acr'] },
      scopes: ['openid', 'roles'],
      acrValues: ['low', 'high'],
      ttl: {
        IdToken: tokenSeconds,
        AccessToken: 3600,
        Session: 3600,
        Grant: 3600,
        Interaction: 3600,
      },
      findAccount: (_: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ ...accounts[id], sub: id }),
      }),
    });
    this.handle = this.provider.callback();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A browser at the provider: what it does there, by its pages' own forms. */
export class ProviderVisit {
  private readonly cookies = new Map<string, string>();
  private readonly acr: string | null;

  /** @param acr how the provider is to authenticate, beyond what its pages do */
  constructor(acr: string | null = null) {
    this.acr = acr;
  }

  /** Signs in as somebody, or cancels, and returns the address that the browser is sent back to. */
  async answer(address: string, login: string | null): Promise<URL> {
    let next = await this.send(address);
    for (let step = 0; step < 10; step++) {
      const { host, pathname } = next;
      if (host !== new URL(address).host) return next;
      if (!pathname.startsWith('/interaction/')) next = await this.send(next.href);
      else if (login === null) next = await this.send(`${next.origin}${pathname}/abort`);
      else next = await this.submit(next, login);
    }
    throw new Error('the provider did not send the browser back');
  }

  private async submit(page: URL, login: string): Promise<URL> {
    const { text } = await this.load(page.href);
    const prompt = /name="prompt" value="(\w+)"/.exec(text)![1]!;
    if (prompt === 'login' && this.acr !== null) {
      return this.send(`${page.href}?${new URLSearchParams({ login, acr: this.acr })}`);
    }
    return this.send(page.href, new URLSearchParams({ prompt, login, password: 'any' }));
  }

  private async send(address: string, body?: URLSearchParams): Promise<URL> {
    const { location, status, text } = await this.load(address, body);
    if (location === null) throw new Error(`${address}: ${status} ${text}`);
    return new URL(location, address);
  }

  private async load(address: string, body?: URLSearchParams) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      ...{ redirect: 'manual', headers: { cookie } },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      this.cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    return { location, status: response.status, text: await response.text() };
  }
}
