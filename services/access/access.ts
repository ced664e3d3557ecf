import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Site } from '../../schemas/site.ts';
import { InputError } from '../input-error.ts';
import type { Logger } from '../log.ts';
import type { ReadinessCheck } from '../readiness.ts';
import { AuditLog } from './audit-log.ts';
import { type Credentials, localCredentials } from './credentials.ts';
import { createKey, fits, keyText, parseKey } from './key.ts';
import { OneTimeToken } from './one-time-token.ts';
import { OpenAnswers } from './open-answers.ts';
import { admit, type Pass } from './pass.ts';
import type { Principal } from './principal.ts';
import { secretFile } from './secret-file.ts';
import { Sessions } from './sessions.ts';
import { WatchedFile } from './watched-file.ts';

export interface AccessOptions {
  /** Folder of the state: it keeps the secret of sessions, the audit, and the local key. */
  readonly data: string;
  readonly site: Pick<Site, 'wards'>;
  /** The access file; without one there is a local key alone. */
  readonly file?: string | undefined;
  /** Requests a minute of one caller; 0 for any number. */
  readonly rateLimit?: number;
  readonly log: Logger;
  readonly now?: () => number;
}

/** Who calls, and how that was shown. */
export interface Caller {
  readonly principal: Principal;
  readonly pass: Pass;
  readonly by: 'bearer' | 'cookie';
}

const RATE_LIMIT = 1200;

/** Tells who calls a server, by the keys, tokens and sessions it knows. */
export class Access {
  /** Wards of the site, in its order. */
  readonly site: readonly string[];
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  readonly openAnswers: OpenAnswers;
  readonly rateLimit: number;
  readonly log: Logger;
  /** What of it keeps a server from being ready. */
  readonly checks: readonly ReadinessCheck[] = [];
  /** What the link at the start holds, where there is a local key. */
  readonly oneTime: { readonly token: OneTimeToken; readonly pass: Pass } | null;
  private readonly now: () => number;
  private readonly source: Credentials | WatchedFile;
  private readonly onHangUp: () => void;

  private constructor(
    options: AccessOptions,
    sessionSecret: string,
    source: Credentials | WatchedFile,
  ) {
    const { data, site, log, rateLimit = RATE_LIMIT, now = Date.now } = options;
    this.site = site.wards.map(({ wardId }) => wardId);
    this.rateLimit = rateLimit;
    this.log = log;
    this.now = now;
    this.source = source;
    this.audit = new AuditLog(join(data, 'audit'), now);
    this.sessions = new Sessions(sessionSecret, now);
    this.openAnswers = new OpenAnswers(this);
    this.onHangUp = () => void (source instanceof WatchedFile && source.look());
    if (source instanceof WatchedFile) {
      this.oneTime = null;
      process.on('SIGHUP', this.onHangUp);
    } else {
      const [id] = source.keys.keys();
      this.oneTime = { token: new OneTimeToken(now), pass: { kind: 'key', id: id! } };
    }
  }

  /**
   * Opens the access file, or the local key of the data folder, which is made at the first start.
   * @throws InputError where they cannot be used
   */
  static async open(options: AccessOptions): Promise<Access> {
    const { data, file, log, now = Date.now } = options;
    const secret = await secretFile(join(data, 'session-secret'), () =>
      randomBytes(32).toString('base64url'),
    );
    if (file !== undefined) {
      return new Access(options, secret, await WatchedFile.open(file, log, now));
    }
    const path = join(data, 'local-key');
    const key = parseKey(await secretFile(path, () => keyText(createKey())));
    if (key === null) throw new InputError(`${path} holds no key. Delete it: it is made again.`);
    return new Access(options, secret, localCredentials(key));
  }

  /** Where a browser begins: an address that lets in once, where there is a local key. */
  link(origin: string): string {
    return this.oneTime === null ? origin : `${origin}/login?token=${this.oneTime.token.text}`;
  }

  async credentials(): Promise<Credentials> {
    return this.source instanceof WatchedFile ? this.source.current() : this.source;
  }

  /**
   * Who sends a request; null where that is not shown. A bearer that is wrong is not made good by a cookie.
   * @throws HttpProblem `identity-unavailable` where the identity provider cannot be asked
   */
  async caller(request: FastifyRequest): Promise<Caller | null> {
    const bearer = await this.bearer(request);
    if (bearer !== undefined) return bearer;
    const cookie = request.cookies[this.sessions.cookie];
    const pass = cookie === undefined ? null : await this.sessions.open(cookie);
    return pass === null ? null : this.admitted(pass, 'cookie');
  }

  /** Who a bearer key or token stands for; undefined where the request has none. */
  async bearer({ headers }: FastifyRequest): Promise<Caller | null | undefined> {
    const [, text] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (text === undefined) return undefined;
    const { keys, tokens } = await this.credentials();
    const key = parseKey(text);
    if (key === null) {
      const pass = (await tokens?.verify(text)) ?? null;
      return pass === null ? null : this.admitted(pass, 'bearer');
    }
    const record = keys.get(key.id);
    if (record === undefined || !fits(key.secret, record.digest)) return null;
    return this.admitted({ kind: 'key', id: key.id }, 'bearer');
  }

  /** Whom a pass lets in now. */
  async admitted(pass: Pass, by: Caller['by']): Promise<Caller | null> {
    const principal = admit(pass, await this.credentials(), this.now());
    return principal === null ? null : { principal, pass, by };
  }

  /** Writes what is left of the audit. */
  async close(): Promise<void> {
    process.off('SIGHUP', this.onHangUp);
    this.openAnswers.close();
    await this.audit.close();
  }
}
