import { createHash, createHmac, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { InputError } from '../platform/input-error.ts';

/** Bytes of a site's key. */
export const KEY_BYTES = 32;
const SEPARATOR = '\u241f';
const LENGTH = 22;

/** What an identifier names. The same number of a visit and of an order gives two pseudonyms. */
export type Named = 'visit' | 'patient' | 'order' | 'row';

/**
 * Replaces identifiers by pseudonyms before anything is stored. There is no way back from a pseudonym but to try
 * every identifier with the key.
 */
export class Border {
  private readonly key: Uint8Array;
  /** The first characters of the key's own digest: distinguishes two keys and reveals neither. */
  readonly keyId: string;

  /** @param key 32 random bytes, the site's secret */
  constructor(key: Uint8Array) {
    if (key.length !== KEY_BYTES) throw new RangeError(`Expected a key of ${KEY_BYTES} bytes`);
    this.key = key;
    this.keyId = createHash('sha256').update(key).digest('base64url').slice(0, 8);
  }

  /** A border with a key of its own, for a trial whose pseudonyms nobody keeps. */
  static throwAway(): Border {
    return new Border(randomBytes(KEY_BYTES));
  }

  /**
   * The pseudonym of an identifier: 22 characters of HMAC-SHA-256 over kind, authority and value, as base64url.
   * @param authority name of the assigning system in the mapping file, or as the source writes it
   * @param value trimmed and in capitals before it is used; leading zeros stay
   */
  pseudonym(kind: Named, authority: string, value: string): string {
    return this.hash([kind, authority, value.trim().toUpperCase()]);
  }

  /**
   * The id of an event: a letter for its kind, a dot, and the HMAC of what identifies the fact.
   * @param parts what identifies it, identifiers as pseudonyms
   */
  eventId(letter: string, ...parts: readonly (string | number)[]): string {
    return `${letter}.${this.hash([letter, ...parts.map(String)])}`;
  }

  private hash(parts: readonly string[]): string {
    const digest = createHmac('sha256', this.key).update(parts.join(SEPARATOR)).digest('base64url');
    return digest.slice(0, LENGTH);
  }
}

/** Characters of the longest text of a value that is kept. */
const SHORT = 24;
/** Characters of the longest name of a code that is kept. */
const NAME = 64;
const MANY_DIGITS = /\d{6}/;

/** A value's text as far as it may be kept: short, and without six digits in a row, which could number somebody. */
export function shortText(text: string): string | null {
  return text.length <= SHORT && !MANY_DIGITS.test(text) ? text : null;
}

/** The name of a code as far as it may be kept; empty if it has six digits in a row. */
export function shortName(text: string): string {
  return MANY_DIGITS.test(text) ? '' : text.slice(0, NAME);
}

/**
 * Reads the key of a site.
 * @throws InputError if the file is missing, has another length, or can be read by others than its owner
 */
export async function readKey(path: string): Promise<Border> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const how = `Create one with: head -c ${KEY_BYTES} /dev/urandom > ${path}; chmod 600 ${path}`;
    throw new InputError(`Cannot read the key file ${path} (${error.code}). ${how}`);
  });
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) {
      throw new InputError(
        `Others can read the key file ${path}: restrict it with chmod 600 ${path}`,
      );
    }
    const key = await file.readFile();
    if (key.length !== KEY_BYTES) {
      throw new InputError(
        `The key file ${path} has ${key.length} bytes; expected ${KEY_BYTES} random bytes`,
      );
    }
    return new Border(key);
  } finally {
    await file.close();
  }
}
