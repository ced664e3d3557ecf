import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../../../schemas/site.ts';
import { HttpProblem } from '../../http/problem.ts';
import { InputError } from '../../platform/input-error.ts';
import { errorKind, type Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { ReadinessCheck } from '../../platform/readiness.ts';
import { headPaths } from '../audit/audit-head.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { RefusedRequests } from '../audit/refused-requests.ts';
import type { BrowserSignIn } from './browser-sign-in.ts';
import type { AuthFailure, Caller } from './caller.ts';
import type { Credential } from './credential.ts';
import { type Credentials, localCredentials, principalOf } from './credentials.ts';
import { EndedSessions } from './ended-sessions.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import { createKey, keyText, matchesDigest, parseKey } from './key.ts';
import { OneTimeToken } from './one-time-token.ts';
import { OpenStreams } from './open-streams.ts';
import { PendingSignIns } from './pending-sign-ins.ts';
import type { Limits } from './rate-limit.ts';
import { secretFile } from './secret-file.ts';
import { SessionSecrets } from './session-secrets.ts';
import { cookieName, type Session, Sessions } from './sessions.ts';
import { merged, type Sources } from './sources.ts';
import type { AccessChange } from './watched-file.ts';
import { LOOK_INTERVAL, WatchedFile } from './watched-file.ts';

export interface AccessOptions {
  /** Folder of the state, with the session secrets, the audit and the local key. */
  readonly data: string;
  readonly site: Pick<Site, 'siteId' | 'wards'>;
  /** The access file; without one there is only a local key. */
  readonly file?: string | undefined;
  /** The secret of the client at the identity provider, in place of a file's. */
  readonly clientSecret?: string | undefined;
  /** Path of a third copy of the head of the audit, best on another disk. */
  readonly auditHead?: string | undefined;
  /** Most requests per minute of one caller; 0 for no limit. */
  readonly rateLimit?: number;
  /** Most wrong keys, tokens and links per minute of one address; 0 for no limit. */
  readonly failedSignIns?: number;
  /** Whether browsers reach the server only over TLS; overrides the access file. */
  readonly isSecure?: boolean;
  /** Whether an address is a trusted proxy, which reports the addresses of its clients. */
  readonly isProxy?: (address: string) => boolean;
  /** Port of the server, which is part of the name of its cookie. */
  readonly port?: number;
  readonly metrics?: Pick<Metrics, 'failedSignIns'>;
  readonly log: Logger;
  readonly now?: () => number;
}

const RATE_LIMIT = 1200;
const FAILED_SIGN_INS = 20;
/** Milliseconds between log lines about tokens without grants. */
const NO_GRANTS_INTERVAL = 60_000;

/** Parts that must be open first. */
interface Parts {
  readonly sessions: Sessions;
  readonly pending: PendingSignIns;
  readonly source: Credentials | WatchedFile;
}

/** Authenticates the callers of a server by keys, tokens and sessions. */
export class Access {
  /** Wards of the site, in its order. */
  readonly site: readonly string[];
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  /** Sign-ins at the identity provider that are on their way. */
  readonly pending: PendingSignIns;
  readonly refused: RefusedRequests;
  readonly openStreams: OpenStreams;
  readonly limits: Limits;
  readonly log: Logger;
  /** Reasons of this part that keep a server from being ready. */
  readonly checks: readonly ReadinessCheck[];
  /** The token of the link at the start, if there is a local key. */
  readonly oneTime: { readonly token: OneTimeToken; readonly credential: Credential } | null;
  readonly isProxy: (address: string) => boolean;
  private readonly cookie: string;
  private readonly isSecure: boolean;
  private readonly failures: FailedSignIns;
  private readonly now: () => number;
  private readonly source: Credentials | WatchedFile;
  private readonly onHangUp: () => void;
  private readonly looking: NodeJS.Timeout;
  private noGrantsAt = Number.NEGATIVE_INFINITY;

  private constructor(options: AccessOptions, { sessions, pending, source }: Parts) {
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
    this.pending = pending;
    this.failures = new FailedSignIns(log, options.metrics?.failedSignIns);
    this.refused = new RefusedRequests(this.audit, log, now);
    this.openStreams = new OpenStreams(this);
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
    // also without requests, so that monitoring sees it
    this.looking = setInterval(() => {
      this.onHangUp();
      void this.lookForProvider();
    }, LOOK_INTERVAL).unref();
    void this.lookForProvider();
    if (source instanceof WatchedFile) {
      source.onChange = (change) => this.auditChange(change);
      this.oneTime = null;
      process.on('SIGHUP', this.onHangUp);
    } else {
      const [id] = source.keys.keys();
      this.oneTime = { token: new OneTimeToken(now), credential: { kind: 'key', id: id! } };
    }
  }

  /**
   * Opens the access file, or the local key of the data folder, which the first start creates.
   * @throws InputError if they are not valid
   */
  static async open(options: AccessOptions): Promise<Access> {
    const { data, file, log, now = Date.now } = options;
    const secrets = await SessionSecrets.open(join(data, 'session-secret'), log, now);
    const ended = await EndedSessions.open(join(data, 'ended-sessions'), now);
    const sessions = new Sessions(secrets, ended, now);
    const parts = { sessions, pending: new PendingSignIns(secrets, now) };
    if (file !== undefined) {
      const from = { path: file, secret: options.clientSecret, log, now };
      return Access.audited(options, { ...parts, source: await WatchedFile.open(from) });
    }
    const path = join(data, 'local-key');
    const key = keyOf(await secretFile(path, () => keyText(createKey())), path);
    return Access.audited(options, { ...parts, source: localCredentials(key) });
  }

  /**
   * Checks the secrets of a folder, and creates none.
   * @throws InputError if one is not valid
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

  /** The start address for a browser: with a local key, it signs in once. */
  link(origin: string): string {
    return this.oneTime === null ? origin : `${origin}/login?token=${this.oneTime.token.text}`;
  }

  async credentials(): Promise<Credentials> {
    return this.source instanceof WatchedFile ? this.source.current() : this.source;
  }

  /** Signs in browsers at the identity provider; `null` if there is none for it. */
  async signIn(): Promise<BrowserSignIn | null> {
    return (await this.credentials()).provider?.signIn ?? null;
  }

  /** The name of the session cookie, and whether it is for TLS only; its prefix then enforces this in browsers. */
  async cookieSettings(): Promise<{ readonly name: string; readonly secure: boolean }> {
    const secure = this.isSecure || (await this.credentials()).secureCookie;
    return { name: secure ? `__Host-${this.cookie}` : this.cookie, secure };
  }

  /**
   * Returns who sends a request, or the credential that was not accepted. A valid cookie does not make up for a
   * wrong bearer token.
   * @throws HttpProblem `identity-unavailable` if the identity provider cannot be reached
   */
  async caller(request: FastifyRequest): Promise<Caller | AuthFailure> {
    const bearer = await this.bearer(request);
    if (bearer !== 'nothing') return bearer;
    const session = await this.session(request);
    if (session === null) return 'nothing';
    return (await this.admitted(session.credential, session)) ?? 'nothing';
  }

  /** Returns the session in the cookie of a request, whatever it permits. */
  async session({ cookies }: FastifyRequest): Promise<Session | null> {
    const cookie = cookies[(await this.cookieSettings()).name];
    return cookie === undefined ? null : this.sessions.open(cookie);
  }

  /** Returns the principal of a bearer key or token. */
  async bearer({ headers }: FastifyRequest): Promise<Caller | AuthFailure> {
    const [, text] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (text === undefined) return 'nothing';
    const { keys, provider } = await this.credentials();
    const key = parseKey(text);
    if (key === null) {
      const credential = (await provider?.tokens?.verify(text)) ?? null;
      const caller = credential === null ? null : await this.admitted(credential);
      return caller ?? this.failures.note('token');
    }
    const record = keys.get(key.id);
    if (record === undefined) return this.failures.note('unknown-key');
    if (!matchesDigest(key.secret, record.digest))
      return this.failures.note('wrong-secret', key.id);
    return (await this.admitted({ kind: 'key', id: key.id })) ?? this.failures.note('unknown-key');
  }

  /** Returns the current principal of a credential, by itself or within a session. */
  async admitted(credential: Credential, session: Session | null = null): Promise<Caller | null> {
    const credentials = await this.credentials();
    const principal = principalOf(credential, credentials, this.now());
    if (principal === null) return null;
    const isOver =
      session !== null && !this.sessions.isOn(session, principal, credentials.sessionTimes);
    return isOver ? null : { principal, credential, session };
  }

  /** Sets the cookie of the caller: for a new session, or for the current one with its new time of use. */
  async keepSession(
    reply: FastifyReply,
    { credential, principal, session }: Caller,
  ): Promise<void> {
    const { sessionTimes } = await this.credentials();
    const { name, secure } = await this.cookieSettings();
    const kept = session ?? this.sessions.begin(credential);
    const { value, maxAge } = await this.sessions.seal(kept, principal, sessionTimes);
    const settings = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge } as const;
    // sets the header directly: a stream calls no hook that would add a cookie
    reply.header('set-cookie', reply.server.serializeCookie(name, value, settings));
  }

  /** Ends a session: its cookie is no longer valid, and its streams end. */
  async endSession(session: Session): Promise<void> {
    const { sessionTimes } = await this.credentials();
    try {
      await this.sessions.end(session, sessionTimes);
    } finally {
      await this.openStreams.look();
    }
  }

  /** Explains why a caller may not do something; for a token without grants, names the claim that was read. */
  async forbidden({ credential }: Caller): Promise<HttpProblem> {
    const claim = (await this.credentials()).provider?.settings.claim;
    if (credential.kind !== 'token' || credential.grants.length > 0 || claim === undefined) {
      return new HttpProblem('forbidden');
    }
    if (this.now() >= this.noGrantsAt + NO_GRANTS_INTERVAL) {
      this.noGrantsAt = this.now();
      this.log.warn({ claim }, 'a token of the identity provider holds no grants in the claim');
    }
    const detail = `The token holds no grants where they are looked for, in its claim ${claim}`;
    return new HttpProblem('forbidden', { detail });
  }

  /** Counts a start link that is wrong or already used, or a sign-in at the provider that failed. */
  failed(by: 'link' | 'provider'): void {
    this.failures.note(by);
  }

  /** Returns the systems that the sender of a key may write for now; `null` if the key no longer exists. */
  async sourcesOf(subject: string): Promise<Sources | null> {
    const { keys } = await this.credentials();
    const record = [...keys.values()].find((key) => key.subject === subject);
    if (record === undefined) return null;
    return merged(record.grants.flatMap(({ sources = [] }) => [sources]));
  }

  /** Looks for an identity provider that could not be reached; nothing waits for it. */
  private async lookForProvider(): Promise<void> {
    await (await this.signIn())?.look();
  }

  /** Writes to the audit who gained and who lost access. The change applies even if that fails. */
  private async auditChange(change: AccessChange): Promise<void> {
    await this.audit
      .append({ note: 'another access file holds', ...change })
      .catch((error: Error) =>
        this.log.error(errorKind(error), 'a change of the access file is not audited'),
      );
  }

  /** Writes the rest of the audit. */
  async close(): Promise<void> {
    process.off('SIGHUP', this.onHangUp);
    clearInterval(this.looking);
    this.openStreams.close();
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
