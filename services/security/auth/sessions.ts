import { createHash, randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Credential, credential } from './credential.ts';
import type { EndedSessions } from './ended-sessions.ts';
import type { Principal } from './principal.ts';
import type { SessionSecrets } from './session-secrets.ts';

/** How long sessions last. */
export interface SessionTimes {
  /** Minutes until an idle session of a person ends. */
  readonly idleMinutes: number;
  /** Hours until a session of a person ends in any case. */
  readonly hours: number;
  /** Days until an idle session of a wall ends; one in use goes on, as nobody is there to sign in again. */
  readonly wallDays: number;
}

export const SESSION_TIMES: SessionTimes = { idleMinutes: 30, hours: 12, wallDays: 30 };

const ISSUER = 'vardintensitet';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Milliseconds after which a session in use is sealed again. */
const RENEWAL = MINUTE;
/** Milliseconds after which a cookie in use is replaced: half the time that a rotation leaves. */
const OLD = 12 * HOUR;
/** Most sessions whose last use is remembered, for streams that opened earlier. */
const REMEMBERED = 10_000;

/** Claims of the cookie; `pass` is the credential: earlier versions wrote that name. */
const claims = z.object({
  pass: credential,
  sid: z.string().min(1),
  /** Milliseconds since 1970: when it began, and its last use. */
  start: z.number(),
  used: z.number(),
});

/** A session of a browser, as in its cookie. */
export interface Session {
  readonly id: string;
  readonly credential: Credential;
  /** Milliseconds since 1970: when it began, and its last use. */
  readonly start: number;
  readonly used: number;
}

/** A cookie, and how many seconds a browser may keep it. */
export interface Sealed {
  readonly value: string;
  readonly maxAge: number;
}

/** Name of the cookie, by site and port: cookies do not distinguish the ports of a machine. */
export function cookieName(siteId: string, port: number): string {
  return `vi_${createHash('sha256').update(`${siteId} ${port}`).digest('hex').slice(0, 8)}`;
}

/**
 * Sessions of browsers: signed cookies with an id and a credential, so that they survive a restart. Each request looks up
 * the principal of the credential; an ended session is remembered until it would expire.
 */
export class Sessions {
  private readonly secrets: SessionSecrets;
  private readonly ended: EndedSessions;
  private readonly now: () => number;
  private readonly uses = new Map<string, number>();

  constructor(secrets: SessionSecrets, ended: EndedSessions, now: () => number) {
    this.secrets = secrets;
    this.ended = ended;
    this.now = now;
  }

  /** Begins a session. */
  begin(credential: Credential): Session {
    const now = this.now();
    return { id: randomBytes(16).toString('base64url'), credential, start: now, used: now };
  }

  /** Returns the session of a cookie; null if this server did not make it, or it has ended. */
  async open(value: string): Promise<Session | null> {
    for (const secret of await this.secrets.all()) {
      const session = await this.unseal(value, secret);
      if (session !== null) return this.ended.has(session.id, session.start) ? null : session;
    }
    return null;
  }

  /** Whether a session is still valid for its principal. */
  isOn({ id, start, used }: Session, principal: Principal, times: SessionTimes): boolean {
    const lastUse = Math.max(used, this.uses.get(id) ?? used);
    return !this.ended.has(id, start) && this.now() < endOf(start, lastUse, principal, times);
  }

  /** Whether to seal a session in use again, because its last use was a while ago. */
  isDue({ used }: Session): boolean {
    return this.now() >= used + RENEWAL;
  }

  /** Whether a session was sealed so long ago that a rotation of secrets may soon end it. */
  isOld({ used, id }: Session): boolean {
    return this.now() >= Math.max(used, this.uses.get(id) ?? used) + OLD;
  }

  /** Returns the cookie of a session that is used now. */
  async seal(session: Session, principal: Principal, times: SessionTimes): Promise<Sealed> {
    const now = this.now();
    const { id: sid, credential, start } = session;
    this.remember(sid, now);
    const end = endOf(start, now, principal, times);
    const [secret] = await this.secrets.all();
    const value = await new SignJWT({ pass: credential, sid, start, used: now })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setExpirationTime(Math.ceil(end / 1000))
      .sign(secret);
    return { value, maxAge: Math.max(0, Math.floor((end - now) / 1000)) };
  }

  /** Ends a session for good. */
  async end({ id, start }: Session, times: SessionTimes): Promise<void> {
    const longest = Math.max(times.hours * HOUR, times.wallDays * DAY);
    // a copy of its cookie may have been sealed up to now
    await this.ended.add({ id, start, end: this.now() + longest });
  }

  private remember(id: string, now: number): void {
    this.uses.delete(id);
    this.uses.set(id, now);
    if (this.uses.size > REMEMBERED) this.uses.delete(this.uses.keys().next().value!);
  }

  private async unseal(value: string, secret: Uint8Array): Promise<Session | null> {
    try {
      const { payload } = await jwtVerify(value, secret, {
        ...{ issuer: ISSUER, algorithms: ['HS256'], requiredClaims: ['exp'] },
        currentDate: new Date(this.now()),
      });
      const { sid: id, pass: credential, start, used } = claims.parse(payload);
      return { id, credential, start, used };
    } catch {
      return null;
    }
  }
}

/** Whether a principal is only a screen: with any other role, it is a person. */
export function isWall({ grants }: Principal): boolean {
  return grants.length > 0 && grants.every(({ role }) => role === 'wall');
}

/** When a session ends that began and was last used at these times. */
function endOf(
  start: number,
  lastUse: number,
  principal: Principal,
  { idleMinutes, hours, wallDays }: SessionTimes,
): number {
  const end = isWall(principal)
    ? lastUse + wallDays * DAY
    : Math.min(start + hours * HOUR, lastUse + idleMinutes * MINUTE);
  return Math.min(end, principal.expiresAt ?? Infinity);
}
