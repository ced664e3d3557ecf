import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An identity provider: a server of its public keys, and tokens signed with its own. */
export class Provider {
  readonly issuer = 'https://id.example';
  readonly audience = 'vardintensitet';
  readonly keys: CryptoKey;
  readonly publicKey: CryptoKey;
  requests = 0;
  /** How it answers: with its keys, with an error, with no keys, or not at all. */
  mode: 'ok' | 'error' | 'nonsense' | 'hangs' = 'ok';
  private readonly server: Server;

  private constructor(pair: { privateKey: CryptoKey; publicKey: CryptoKey }, jwks: string) {
    this.keys = pair.privateKey;
    this.publicKey = pair.publicKey;
    this.server = createServer((_, response) => {
      this.requests++;
      if (this.mode === 'hangs') return;
      if (this.mode === 'error') response.statusCode = 500;
      const text = this.mode === 'nonsense' ? '<html>' : jwks;
      response.setHeader('content-type', 'application/json').end(text);
    });
  }

  static async start(): Promise<Provider> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    const provider = new Provider(pair, JSON.stringify({ keys: [jwk] }));
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  /** What an access file says of it. */
  get settings() {
    const { port } = this.server.address() as AddressInfo;
    const { issuer, audience } = this;
    return { issuer, audience, jwksUri: `http://127.0.0.1:${port}/jwks` };
  }

  /** A token that is good for an hour from `now` on, with what a test changes. */
  token(
    now: number,
    claims: Record<string, unknown> = {},
    key: CryptoKey = this.keys,
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const { issuer: iss, audience: aud } = this;
    const exp = Math.floor(now / 1000) + 3600;
    return new SignJWT({ iss, aud, exp, sub: 'anna', roles: ['planner:A'], ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
      .sign(key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
