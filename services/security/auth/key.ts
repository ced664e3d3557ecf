import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const ID_LENGTH = 12;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY = /^vi_([a-z2-7]{8,32})_([A-Za-z0-9_-]{43})$/;

/** An API key in its two parts: which it is, and what only its holder knows. */
export interface Key {
  readonly id: string;
  readonly secret: string;
}

/** A new key; its secret is 256 random bits. */
export function createKey(): Key {
  // 32 letters: the low bits of a byte are as random as the byte
  const id = Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return { id: id.join(''), secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

/** A key as its holder has it: `vi_<id>_<secret>`. */
export function keyText({ id, secret }: Key): string {
  return `vi_${id}_${secret}`;
}

/** Takes a key apart; null where it is none. */
export function parseKey(text: string): Key | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * What is kept of a secret, in hex: SHA-256. A slow hash guards passwords that can be guessed; 256 random
 * bits cannot, so that a fast one will do.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a secret matches a digest. Takes constant time, so the time does not reveal how close it is. */
export function fits(secret: string, digest: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(secret), 'hex'), Buffer.from(digest, 'hex'));
}
