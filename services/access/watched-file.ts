import { kindOf, type Logger } from '../log.ts';
import { readAccessFile } from './access-file.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { versionOf } from './file-version.ts';

/** Milliseconds between looks at the file. */
const LOOK_INTERVAL = 5_000;

/**
 * The credentials of an access file, as it stands: a key that is withdrawn there is one no more some
 * seconds later. A file that cannot be read or is not valid changes nothing, and the log says so until it
 * is mended.
 */
export class WatchedFile {
  private readonly path: string;
  private readonly log: Logger;
  private readonly now: () => number;
  private credentials: Credentials;
  private version: string;
  private lookedAt: number;
  private looking: Promise<void> | null = null;

  private constructor(
    path: string,
    log: Logger,
    now: () => number,
    credentials: Credentials,
    version: string,
  ) {
    this.path = path;
    this.log = log;
    this.now = now;
    this.credentials = credentials;
    this.version = version;
    this.lookedAt = now();
  }

  /** @throws InputError where the file is not valid at the start */
  static async open(path: string, log: Logger, now: () => number): Promise<WatchedFile> {
    // before it is read: what changes meanwhile is seen at the next look
    const version = await versionOf(path);
    const { access } = await readAccessFile(path);
    return new WatchedFile(path, log, now, credentialsOf(access, now), version);
  }

  /** What is in the file; looked at anew every five seconds at most. Who comes during a look waits for it. */
  async current(): Promise<Credentials> {
    const due = Math.abs(this.now() - this.lookedAt) >= LOOK_INTERVAL;
    if (due || this.looking !== null) await this.look();
    return this.credentials;
  }

  /** Looks at the file now, as a SIGHUP asks for. */
  async look(): Promise<void> {
    this.looking ??= this.readChange().finally(() => {
      this.looking = null;
    });
    await this.looking;
  }

  private async readChange(): Promise<void> {
    this.lookedAt = this.now();
    const version = await versionOf(this.path);
    if (version === this.version) return;
    try {
      const { access } = await readAccessFile(this.path);
      this.credentials = credentialsOf(access, this.now, this.credentials.tokens);
      this.version = version;
      this.log.info({ keys: this.credentials.keys.size }, 'the access file was read again');
    } catch (error) {
      this.log.error(
        kindOf(error as Error),
        'the access file cannot be used; the keys of before stay',
      );
    }
  }
}
