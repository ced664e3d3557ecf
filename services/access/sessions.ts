import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Pass } from './pass.ts';

/** Seconds a session lasts: a wall survives restarts. */
export const SESSION_SECONDS = 30 * 24 * 3600;

const ISSUER = 'vardintensitet';
const pass = z.union([
  z.object({ kind: z.literal('key'), id: z.string() }),
  z.object({
    kind: z.literal('token'),
    issuer: z.string(),
    subject: z.string(),
    grants: z.array(z.string()),
    expiresAt: z.number(),
  }),
]);

/**
 * Sessions of browsers: signed cookies that hold a pass. Nothing is kept here, so they outlast a restart;
 * whom a pass lets in is looked up at each request.
 */
export class Sessions {
  /** Of this server alone: cookies do not tell the ports of a machine apart. */
  readonly cookie: string;
  private readonly secret: Uint8Array;
  private readonly now: () => number;

  constructor(secret: string, now: () => number) {
    this.secret = Buffer.from(secret, 'base64url');
    this.now = now;
    this.cookie = `vi_${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;
  }

  /** The value of a cookie, and the seconds it is good for: until what it stands for ends, at the latest. */
  async seal(pass: Pass, expiresAt: number | null): Promise<{ value: string; maxAge: number }> {
    const now = Math.floor(this.now() / 1000);
    const end = Math.min(now + SESSION_SECONDS, Math.floor((expiresAt ?? Infinity) / 1000));
    const value = await new SignJWT({ pass })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setIssuedAt(now)
      .setExpirationTime(end)
      .sign(this.secret);
    return { value, maxAge: Math.max(0, end - now) };
  }

  /** The pass of a cookie; null where it was not made here or is over. */
  async open(value: string): Promise<Pass | null> {
    try {
      const { payload } = await jwtVerify(value, this.secret, {
        ...{ issuer: ISSUER, algorithms: ['HS256'], requiredClaims: ['exp'] },
        currentDate: new Date(this.now()),
      });
      return pass.parse(payload.pass);
    } catch {
      return null;
    }
  }
}
