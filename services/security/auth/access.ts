import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../../../schemas/site.ts';
import { HttpProblem } from '../../http/problem.ts';
import { InputError } from '../../platform/input-error.ts';
import { kindOf, type Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { ReadinessCheck } from '../../platform/readiness.ts';
import { headPaths } from '../audit/audit-head.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { RefusedRequests } from '../audit/refused-requests.ts';
import type { AccessChange } from './access-change.ts';
import type { Caller, Stranger } from './caller.ts';
import { admit, type Credentials, localCredentials } from './credentials.ts';
import { EndedSessions } from './ended-sessions.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import { createKey, fits, keyText, parseKey } from './key.ts';
import { OneTimeToken } from './one-time-token.ts';
import { OpenAnswers } from './open-answers.ts';
import type { Pass } from './pass.ts';
import type { Limits } from './rate-limit.ts';
import { secretFile } from './secret-file.ts';
import { SessionSecrets } from './session-secrets.ts';
import { cookieName, type Session, Sessions } from './sessions.ts';
import { merged, type Sources } from './sources.ts';
import { LOOK_INTERVAL, WatchedFile } from './watched-file.ts';

export interface AccessOptions {
  /** Folder of the state: it keeps the secret of sessions, the audit, and the local key. */
  readonly data: string;
  readonly site: Pick<Site, 'siteId' | 'wards'>;
  /** The access file; without one there is a local key alone. */
  readonly file?: string | undefined;
  /** A third file where the last line of the audit is noted, best on another disk. */
  readonly auditHead?: string | undefined;
  /** Requests a minute of one caller; 0 for any number. */
  readonly rateLimit?: number;
  /** Wrong keys, tokens and links a minute of one address; 0 for any number. */
  readonly failedSignIns?: number;
  /** Whether browsers reach the server over TLS only, whatever the access file says. */
  readonly isSecure?: boolean;
  /** Whether an address is a proxy, whose word for its clients' addresses is taken. */
  readonly isProxy?: (address: string) => boolean;
  /** Port of the server, by which its cookie is named. */
  readonly port?: number;
  readonly metrics?: Pick<Metrics, 'failedSignIns'>;
  readonly log: Logger;
  readonly now?: () => number;
}

const RATE_LIMIT = 1200;
const FAILED_SIGN_INS = 20;
/** Milliseconds between lines of the log on tokens without grants. */
const NO_GRANTS_INTERVAL = 60_000;

/** Parts that must be opened before. */
interface Parts {
  readonly sessions: Sessions;
  readonly source: Credentials | WatchedFile;
}

/** Says who calls a server, by the keys, tokens and sessions it knows. */
export class Access {
  /** Wards of the site, in its order. */
  readonly site: readonly string[];
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  readonly refused: RefusedRequests;
  readonly openAnswers: OpenAnswers;
  readonly limits: Limits;
  readonly log: Logger;
  /** What of it keeps a server from being ready. */
  readonly checks: readonly ReadinessCheck[];
  /** What the link at the start holds, where there is a local key. */
  readonly oneTime: { readonly token: OneTimeToken; readonly pass: Pass } | null;
  readonly isProxy: (address: string) => boolean;
  private readonly cookie: string;
  private readonly isSecure: boolean;
  private readonly failures: FailedSignIns;
  private readonly now: () => number;
  private readonly source: Credentials | WatchedFile;
  private readonly onHangUp: () => void;
  private readonly looking: NodeJS.Timeout;
  private noGrantsAt = Number.NEGATIVE_INFINITY;

  private constructor(options: AccessOptions, { sessions, source }: Parts) {
    const { data, site, log, now = Date.now, isProxy = () => false, isSecure = false } = options;
    const { rateLimit = RATE_LIMIT, failedSignIns = FAILED_SIGN_INS, port = 0 } = options;
    this.site = site.wards.map(({ wardId }) => wardId);
    this.limits = { rateLimit, failedSignIns };
    this.log = log;
    this.now = now;
    this.source = source;
    this.isProxy = isProxy;
    this.isSecure = isSecure;
    this.cookie = cookieName(site.siteId, port);
    const folder = join(data, 'audit');
    this.audit = new AuditLog(folder, now, log, headPaths(folder, options.auditHead));
    this.sessions = sessions;
    this.failures = new FailedSignIns(log, options.metrics?.failedSignIns);
    this.refused = new RefusedRequests(this.audit, log, now);
    this.openAnswers = new OpenAnswers(this);
    this.onHangUp = () => void (source instanceof WatchedFile && source.look());
    this.checks = [
      {
        reason: 'access-file',
        applies: () => source instanceof WatchedFile && !source.isFine,
      },
      {
        reason: 'audit',
        applies: () => this.audit.isFailing || this.audit.broken !== null,
      },
    ];
    // also while nobody calls: monitoring is to see it
    this.looking = setInterval(this.onHangUp, LOOK_INTERVAL).unref();
    if (source instanceof WatchedFile) {
      source.onChange = (change) => this.auditChange(change);
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
    const secrets = await SessionSecrets.open(join(data, 'session-secret'), log, now);
    const ended = await EndedSessions.open(join(data, 'ended-sessions'), now);
    const sessions = new Sessions(secrets, ended, now);
    if (file !== undefined) {
      return Access.audited(options, { sessions, source: await WatchedFile.open(file, log, now) });
    }
    const path = join(data, 'local-key');
    const key = keyOf(await secretFile(path, () => keyText(createKey())), path);
    return Access.audited(options, { sessions, source: localCredentials(key) });
  }

  /**
   * Checks the secrets that a folder has, and makes none.
   * @throws InputError where one cannot be used
   */
  static async assertUsable(data: string, isLocal: boolean): Promise<void> {
    await SessionSecrets.assertUsable(join(data, 'session-secret'));
    const path = join(data, 'local-key');
    if (isLocal && existsSync(path)) keyOf((await readFile(path, 'utf8')).trim(), path);
  }

  private static async audited(options: AccessOptions, parts: Parts): Promise<Access> {
    const access = new Access(options, parts);
    await access.audit.open();
    return access;
  }

  /** Where a browser begins: an address that lets in once, where there is a local key. */
  link(origin: string): string {
    return this.oneTime === null ? origin : `${origin}/login?token=${this.oneTime.token.text}`;
  }

  async credentials(): Promise<Credentials> {
    return this.source instanceof WatchedFile ? this.source.current() : this.source;
  }

  /** The name of the session's cookie, and whether it is for TLS only; then its name says so to browsers. */
  async cookieSettings(): Promise<{ readonly name: string; readonly secure: boolean }> {
    const secure = this.isSecure || (await this.credentials()).secureCookie;
    return { name: secure ? `__Host-${this.cookie}` : this.cookie, secure };
  }

  /**
   * Returns who sends a request, or the credential that was not accepted. A valid cookie does not make up for a
   * wrong bearer token.
   * @throws HttpProblem `identity-unavailable` if the identity provider cannot be reached
   */
  async caller(request: FastifyRequest): Promise<Caller | Stranger> {
    const bearer = await this.bearer(request);
    if (bearer !== 'nothing') return bearer;
    const session = await this.session(request);
    if (session === null) return 'nothing';
    return (await this.admitted(session.pass, session)) ?? 'nothing';
  }

  /** Returns the session in the cookie of a request, whatever it permits. */
  async session({ cookies }: FastifyRequest): Promise<Session | null> {
    const cookie = cookies[(await this.cookieSettings()).name];
    return cookie === undefined ? null : this.sessions.open(cookie);
  }

  /** Who a bearer key or token stands for. */
  async bearer({ headers }: FastifyRequest): Promise<Caller | Stranger> {
    const [, text] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (text === undefined) return 'nothing';
    const { keys, tokens } = await this.credentials();
    const key = parseKey(text);
    if (key === null) {
      const pass = (await tokens?.verify(text)) ?? null;
      const caller = pass === null ? null : await this.admitted(pass);
      return caller ?? this.failures.note('token');
    }
    const record = keys.get(key.id);
    if (record === undefined) return this.failures.note('unknown-key');
    if (!fits(key.secret, record.digest)) return this.failures.note('wrong-secret', key.id);
    return (await this.admitted({ kind: 'key', id: key.id })) ?? this.failures.note('unknown-key');
  }

  /** Who a pass lets in now, by itself or within a session that goes on. */
  async admitted(pass: Pass, session: Session | null = null): Promise<Caller | null> {
    const credentials = await this.credentials();
    const principal = admit(pass, credentials, this.now());
    if (principal === null) return null;
    const isOver =
      session !== null && !this.sessions.isOn(session, principal, credentials.sessionTimes);
    return isOver ? null : { principal, pass, session };
  }

  /** Lets the browser of who calls keep a cookie: a new session, or the one there is, used now. */
  async keepSession(reply: FastifyReply, { pass, principal, session }: Caller): Promise<void> {
    const { sessionTimes } = await this.credentials();
    const { name, secure } = await this.cookieSettings();
    const kept = session ?? this.sessions.begin(pass);
    const { value, maxAge } = await this.sessions.seal(kept, principal, sessionTimes);
    const settings = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge } as const;
    // as a header, at once: a stream passes no hook that would add a cookie
    reply.header('set-cookie', reply.server.serializeCookie(name, value, settings));
  }

  /** Ends a session: its cookie lets nobody in any more, and streams that it opened are let go. */
  async endSession(session: Session): Promise<void> {
    const { sessionTimes } = await this.credentials();
    try {
      await this.sessions.end(session, sessionTimes);
    } finally {
      await this.openAnswers.look();
    }
  }

  /** Why a caller may not do something; of a token it says where grants were looked for, and none was. */
  async forbidden({ pass }: Caller): Promise<HttpProblem> {
    const claim = (await this.credentials()).tokens?.settings.claim;
    if (pass.kind !== 'token' || pass.grants.length > 0 || claim === undefined) {
      return new HttpProblem('forbidden');
    }
    if (this.now() >= this.noGrantsAt + NO_GRANTS_INTERVAL) {
      this.noGrantsAt = this.now();
      this.log.warn({ claim }, 'a token of the identity provider holds no grants in the claim');
    }
    const detail = `The token holds no grants where they are looked for, in its claim ${claim}`;
    return new HttpProblem('forbidden', { detail });
  }

  /** A link of the start that is none, or was used. */
  wrongLink(): void {
    this.failures.note('link');
  }

  /** The systems that a sender with a key may write for now; `null` where there is no such key any more. */
  async sourcesOf(subject: string): Promise<Sources | null> {
    const { keys } = await this.credentials();
    const record = [...keys.values()].find((key) => key.subject === subject);
    if (record === undefined) return null;
    return merged(record.grants.flatMap(({ sources = [] }) => [sources]));
  }

  /** Writes who may use the server now and could not before, and the other way. It holds also where that fails. */
  private async auditChange(change: AccessChange): Promise<void> {
    await this.audit
      .append({ note: 'another access file holds', ...change })
      .catch((error: Error) =>
        this.log.error(kindOf(error), 'a change of the access file is not audited'),
      );
  }

  /** Writes what is left of the audit. */
  async close(): Promise<void> {
    process.off('SIGHUP', this.onHangUp);
    clearInterval(this.looking);
    this.openAnswers.close();
    this.failures.close();
    await this.refused.close();
    await this.audit.close();
  }
}

function keyOf(text: string, path: string) {
  const key = parseKey(text);
  if (key === null) throw new InputError(`${path} holds no key. Delete it: it is made again.`);
  return key;
}
