import { versionOf } from '../../platform/file-version.ts';
import type { Logger } from '../../platform/log.ts';
import { type AccessChange, changeOf } from './access-change.ts';
import { AccessFileError, readAccessFile } from './access-file.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { IdentityProvider, type ProviderSource, secretPath } from './identity-provider.ts';

/** Milliseconds between checks of the file. */
export const LOOK_INTERVAL = 5_000;

/**
 * The current credentials of an access file, and of the file with the client's secret that it names: a key that is
 * withdrawn there becomes invalid within some seconds, and without the file no key is valid. An invalid file changes
 * nothing, and the log says which field is wrong.
 */
export class WatchedFile {
  /** Called with the change when the file was read again or has disappeared. */
  onChange: (change: AccessChange) => Promise<void> = async () => {};
  private readonly path: string;
  private readonly from: ProviderSource;
  private readonly log: Logger;
  private readonly now: () => number;
  private credentials: Credentials;
  /** The file with the client's secret that the access file named when it was last read. */
  private secret: string | null;
  private version: string;
  private lookedAt: number;
  private looking: Promise<void> | null = null;
  /** The identity provider with its cached keys, also while the file is missing. */
  private provider: Credentials['provider'];
  private state: 'fine' | 'missing' | 'unusable' = 'fine';

  private constructor(
    from: ProviderSource,
    credentials: Credentials,
    secret: string | null,
    version: string,
  ) {
    this.path = from.path;
    this.secret = secret;
    this.from = from;
    this.log = from.log;
    this.now = from.now;
    this.credentials = credentials;
    this.provider = credentials.provider;
    this.version = version;
    this.lookedAt = from.now();
  }

  /** @throws InputError if the file is not valid at the start */
  static async open(from: ProviderSource): Promise<WatchedFile> {
    const { path } = from;
    // before reading, so that the next check sees a simultaneous change
    const ofFile = await versionOf(path);
    const { access } = await readAccessFile(path);
    const secret = secretPath(access.oidc, from);
    const version = `${ofFile}, ${await versionOfSecret(secret)}`;
    const provider = await IdentityProvider.of(access.oidc, from, null);
    return new WatchedFile(from, credentialsOf(access, provider), secret, version);
  }

  /** Whether the file was there and valid at the last check. */
  get isFine(): boolean {
    return this.state === 'fine';
  }

  /** Returns the content of the file; checks it at most every five seconds. Callers during a check wait for it. */
  async current(): Promise<Credentials> {
    const due = Math.abs(this.now() - this.lookedAt) >= LOOK_INTERVAL;
    if (due || this.looking !== null) await this.look();
    return this.credentials;
  }

  /** Checks the file now, as on SIGHUP. */
  async look(): Promise<void> {
    this.looking ??= this.readChange().finally(() => {
      this.looking = null;
    });
    await this.looking;
  }

  private async readChange(): Promise<void> {
    this.lookedAt = this.now();
    const ofFile = await versionOf(this.path);
    let version = `${ofFile}, ${await versionOfSecret(this.secret)}`;
    if (version === this.version) return;
    const before = this.credentials;
    try {
      const { access } = await readAccessFile(this.path);
      this.secret = secretPath(access.oidc, this.from);
      version = `${ofFile}, ${await versionOfSecret(this.secret)}`;
      this.provider = await IdentityProvider.of(access.oidc, this.from, this.provider);
      this.credentials = credentialsOf(access, this.provider);
      this.version = version;
      this.state = 'fine';
      this.log.info({ keys: this.credentials.keys.size }, 'the access file was read again');
    } catch (error) {
      if (!(error instanceof AccessFileError)) throw error;
      this.cannotUse(error, version);
    }
    const change = changeOf(before, this.credentials);
    if (change !== null) await this.onChange(change);
  }

  private cannotUse({ isMissing, faults }: AccessFileError, version: string): void {
    // a file that could not be read may be readable a moment later, so it is tried again
    if (isMissing || faults.length > 0) this.version = version;
    this.state = isMissing ? 'missing' : 'unusable';
    if (isMissing) {
      this.credentials = { ...this.credentials, keys: new Map(), provider: null };
      this.log.error('the access file is missing: no key and no token is valid');
    } else {
      this.log.error({ faults }, 'the access file cannot be used; the keys of before stay');
    }
  }
}

async function versionOfSecret(path: string | null): Promise<string> {
  return path === null ? 'none' : versionOf(path);
}
