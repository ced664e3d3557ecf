import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const ID_LENGTH = 12;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY = /^vi_([a-z2-7]{8,32})_([A-Za-z0-9_-]{43})$/;

/** An API key in its two parts: its id, and the secret that only its holder knows. */
export interface Key {
  readonly id: string;
  readonly secret: string;
}

/** Makes a key; its secret is 256 random bits. */
export function createKey(): Key {
  // the alphabet has 32 letters, so the low 5 bits of a random byte are uniform
  const id = Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return { id: id.join(''), secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

/** The text of a key: `vi_<id>_<secret>`. */
export function keyText({ id, secret }: Key): string {
  return `vi_${id}_${secret}`;
}

/** Parses a key; returns null if it is not valid. */
export function parseKey(text: string): Key | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * The stored digest of a secret: SHA-256, in hex. Passwords need a slow hash because they can be guessed; 256 random
 * bits cannot, so a fast one is enough.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a secret matches a digest. Takes constant time, so the time does not reveal how close it is. */
export function matchesDigest(secret: string, digest: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(secret), 'hex'), Buffer.from(digest, 'hex'));
}
