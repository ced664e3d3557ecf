import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';

type KeySet = ReturnType<typeof createLocalJWKSet>;

const TIMEOUT = 5_000;
const LARGEST = 1024 * 1024;
/** Milliseconds after which the keys are fetched again before use. */
const FRESH = 10 * 60_000;
/** Milliseconds for which the keys are used while the provider cannot be reached. */
const USABLE = 24 * 3_600_000;
/** The cooldown for tokens of anyone. */
const COOLDOWN = 30_000;
/** Milliseconds between attempts to reach a provider while none of its keys is known. */
export const AWAY = 5_000;

/** The provider could not be reached, and the key of a token is not known. */
export class ProviderAway extends Error {
  override name = 'ProviderAway';
}

/**
 * Caches the public keys of an identity provider. A token with a known key never waits for an unreachable
 * provider, and a token with an unknown key never delays a token with a known one.
 */
export class ProviderKeys {
  private readonly uri: string;
  private readonly now: () => number;
  private readonly cooldown: number;
  private keys: KeySet | null = null;
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private triedAt = Number.NEGATIVE_INFINITY;
  private failure: unknown = null;
  private fetching: Promise<void> | null = null;

  /** @param cooldown milliseconds between fetches that an unknown or outdated key causes */
  constructor(uri: string, now: () => number, cooldown = COOLDOWN) {
    this.uri = uri;
    this.now = now;
    this.cooldown = cooldown;
  }

  /**
   * Returns the key of a token.
   * @throws ProviderAway if the provider cannot be reached; an error of jose if there is no such key
   */
  async find(header: JWSHeaderParameters): Promise<CryptoKey> {
    if (!this.isUsable(FRESH)) await this.fetchUnless(this.isUsable(USABLE) ? this.cooldown : AWAY);
    try {
      return await this.known(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.fetchUnless(this.cooldown);
      // the current keys of the provider are not known
      if (this.failure !== null) throw new ProviderAway('', { cause: this.failure });
      return this.known(header);
    }
  }

  private async known(header: JWSHeaderParameters): Promise<CryptoKey> {
    if (this.keys === null || !this.isUsable(USABLE)) {
      throw new ProviderAway('', { cause: this.failure });
    }
    return this.keys(header, { payload: '', signature: '' });
  }

  private isUsable(milliseconds: number): boolean {
    return this.now() < this.fetchedAt + milliseconds;
  }

  /** Fetches the keys, unless a fetch was recent; simultaneous callers share one fetch. */
  private async fetchUnless(pause: number): Promise<void> {
    if (this.fetching === null && this.now() < this.triedAt + pause) return;
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = null;
    });
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.now();
    try {
      this.keys = createLocalJWKSet(await keySetAt(this.uri));
      this.fetchedAt = this.now();
      this.failure = null;
    } catch (error) {
      this.failure = error;
    }
  }
}

async function keySetAt(uri: string): Promise<JSONWebKeySet> {
  const response = await fetch(uri, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LARGEST) throw new Error('larger than a set of keys is');
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString());
}
