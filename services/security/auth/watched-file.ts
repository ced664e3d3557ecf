import { versionOf } from '../../platform/file-version.ts';
import type { AccessNote } from '../audit/audit-entry.ts';
import { AccessFileError, readAccessFile } from './access-file.ts';
import { type Credentials, credentialsOf, type KeyRecord } from './credentials.ts';
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
  private readonly from: ProviderSource;
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
    this.secret = secret;
    this.from = from;
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
    const due = Math.abs(this.from.now() - this.lookedAt) >= LOOK_INTERVAL;
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
    this.lookedAt = this.from.now();
    const ofFile = await versionOf(this.from.path);
    let version = `${ofFile}, ${await versionOfSecret(this.secret)}`;
    if (version === this.version) return;
    const before = this.credentials;
    try {
      const { access } = await readAccessFile(this.from.path);
      this.secret = secretPath(access.oidc, this.from);
      version = `${ofFile}, ${await versionOfSecret(this.secret)}`;
      this.provider = await IdentityProvider.of(access.oidc, this.from, this.provider);
      this.credentials = credentialsOf(access, this.provider);
      this.version = version;
      this.state = 'fine';
      this.from.log.info({ keys: this.credentials.keys.size }, 'the access file was read again');
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
      this.from.log.error('the access file is missing: no key and no token is valid');
    } else {
      this.from.log.error({ faults }, 'the access file cannot be used; the keys of before stay');
    }
  }
}

async function versionOfSecret(path: string | null): Promise<string> {
  return path === null ? 'none' : versionOf(path);
}

/** Most principals that one line names; of more it has the number. */
const MOST_NAMED = 100;

/** The difference between two access files: keys by owner and id, never their secrets. */
export type AccessChange = Omit<AccessNote, 'note'>;

/** Returns what changed; `null` if nothing did. */
function changeOf(before: Credentials, after: Credentials): AccessChange | null {
  const [old, now] = [before.keys, after.keys];
  const added = [...now.values()].filter(({ id }) => !old.has(id));
  const removed = [...old.values()].filter(({ id }) => !now.has(id));
  const changed = [...now.values()].filter((key) => {
    const was = old.get(key.id);
    return was !== undefined && JSON.stringify(was) !== JSON.stringify(key);
  });
  const settings = SETTINGS.flatMap(([name, of]) =>
    JSON.stringify(of(before)) === JSON.stringify(of(after)) ? [] : [name],
  );
  if (added.length + removed.length + changed.length + settings.length === 0) return null;
  return { added: named(added), removed: named(removed), changed: named(changed), settings };
}

const SETTINGS: readonly [AccessChange['settings'][number], (of: Credentials) => unknown][] = [
  ['oidc', ({ provider }) => provider?.settings],
  ['sessions', ({ sessionTimes }) => sessionTimes],
  ['secureCookie', ({ secureCookie }) => secureCookie],
];

function named(keys: readonly KeyRecord[]): AccessChange['added'] {
  return keys.length > MOST_NAMED ? keys.length : keys.map(({ subject }) => subject);
}
