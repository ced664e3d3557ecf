import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Channel } from './mapping/schema.ts';

export type Charset = Channel['charset'];

/** Latin 1 is read as its superset windows-1252, which is what its senders write. */
const ENCODINGS: Readonly<Record<Exclude<Charset, 'auto' | 'utf-8' | 'utf-16'>, string>> = {
  'windows-1252': 'windows-1252',
  '8859/1': 'windows-1252',
  '8859/15': 'iso-8859-15',
  cp850: 'cp850',
  cp865: 'cp865',
};

/**
 * Text of bytes, without a byte order mark. `auto` is UTF-8 if the bytes are valid UTF-8, else windows-1252.
 * `null` if the bytes are not valid in the character set.
 *
 * By iconv-lite: `TextDecoder` of Node 20 turns 80 to 9F of windows-1252 into control characters, and has neither of
 * the code pages.
 */
export function decode(bytes: Buffer, charset: Charset): string | null {
  if (charset === 'auto') {
    return iconv.decode(bytes, isUtf8(bytes) ? 'utf-8' : 'windows-1252');
  }
  if (charset === 'utf-8') return isUtf8(bytes) ? iconv.decode(bytes, 'utf-8') : null;
  if (charset === 'utf-16') return bytes.length % 2 === 0 ? iconv.decode(bytes, 'utf-16') : null;
  return iconv.decode(bytes, ENCODINGS[charset]);
}
