import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { formatInstant, parseInstant } from '../../../schemas/instant.ts';
import { replaceFile } from '../../platform/durable-files.ts';
import { versionOf } from '../../platform/file-version.ts';
import { InputError } from '../../platform/input-error.ts';
import { errorKind, type Logger } from '../../platform/log.ts';
import { secretFile } from './secret-file.ts';

/** 256 bits in base64url. */
const SECRET = /^[\w-]{43}$/;
/** Milliseconds between checks of the file. */
const LOOK_INTERVAL = 5_000;

interface Secrets {
  /** The secret that seals sessions. */
  readonly current: string;
  /** The previous secret, which opens its sessions for a while. */
  readonly previous: { readonly secret: string; readonly until: number } | null;
}

const createSecret = () => randomBytes(32).toString('base64url');

/**
 * The secrets that seal the sessions of browsers, in a file: the current one in its first line and, after a
 * rotation, the one before in its second, with the instant until which that one opens sessions. A server that runs
 * reads the file again some seconds after it changes; one that cannot be used changes nothing, and the log says so.
 */
export class SessionSecrets {
  private readonly path: string;
  private readonly log: Logger;
  private readonly now: () => number;
  private secrets: Secrets;
  private version: string;
  private lookedAt: number;

  private constructor(
    path: string,
    log: Logger,
    now: () => number,
    secrets: Secrets,
    version: string,
  ) {
    this.path = path;
    this.log = log;
    this.now = now;
    this.secrets = secrets;
    this.version = version;
    this.lookedAt = now();
  }

  /**
   * Opens the file; creates it if needed.
   * @throws InputError if its content is not valid
   */
  static async open(path: string, log: Logger, now: () => number): Promise<SessionSecrets> {
    await secretFile(path, createSecret);
    const version = await versionOf(path);
    return new SessionSecrets(path, log, now, await readSecrets(path), version);
  }

  /** @throws InputError if the file exists and its content is not valid */
  static async assertUsable(path: string): Promise<void> {
    if (existsSync(path)) await readSecrets(path);
  }

  /** Returns the secrets that open sessions; the first one seals them. */
  async all(): Promise<readonly [Buffer, ...Buffer[]]> {
    if (Math.abs(this.now() - this.lookedAt) >= LOOK_INTERVAL) await this.look();
    const { current, previous } = this.secrets;
    const isKept = previous !== null && this.now() < previous.until;
    return [bytesOf(current), ...(isKept ? [bytesOf(previous.secret)] : [])];
  }

  private async look(): Promise<void> {
    this.lookedAt = this.now();
    const version = await versionOf(this.path);
    if (version === this.version) return;
    this.version = version;
    try {
      this.secrets = await readSecrets(this.path);
      this.log.info('the session secret was read again');
    } catch (error) {
      this.log.error(
        errorKind(error as Error),
        'the session secret cannot be used; the one of before stays',
      );
    }
  }
}

/**
 * Replaces the current secret by a new one. The old one opens its sessions until an instant.
 * @throws InputError if the file has no secrets
 */
export async function rotateSecret(path: string, until: number): Promise<void> {
  await secretFile(path, createSecret);
  const { current } = await readSecrets(path);
  await replaceFile(path, `${createSecret()}\n${current} ${formatInstant(until * 1000)}\n`);
}

async function readSecrets(path: string): Promise<Secrets> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new InputError(`Cannot read the session secret ${path}: ${error.message}`);
  });
  const secrets = parseSecrets(text);
  if (secrets !== null) return secrets;
  throw new InputError(
    `${path} holds no session secret: expected 43 characters of base64url, as a server makes them, and maybe a second line with the one before and until when it is good. Delete it: it is made again, and everybody signs in again.`,
  );
}

function parseSecrets(text: string): Secrets | null {
  const [current = '', second, ...more] = text.trim().split('\n');
  if (!SECRET.test(current) || more.length > 0) return null;
  if (second === undefined) return { current, previous: null };
  const [secret = '', end = '', ...rest] = second.split(' ');
  const until = parseInstant(end) / 1000;
  const isWhole = SECRET.test(secret) && !Number.isNaN(until) && rest.length === 0;
  return isWhole ? { current, previous: { secret, until } } : null;
}

const bytesOf = (secret: string) => Buffer.from(secret, 'base64url');
