import { type Charset, decode } from '../charset.ts';
import type { Hl7Channel } from '../mapping/schema.ts';
import { parseMessage } from './er7.ts';

/** Names of HL7 table 0211. ASCII says nothing of other bytes: senders write it above any. */
const NAMES: Readonly<Record<string, Charset>> = {
  '8859/1': '8859/1',
  '8859/15': '8859/15',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UNICODE: 'utf-8',
  'UNICODE UTF-16': 'utf-16',
};

/** The part of a message where its header lies. */
const HEADER = 4096;

/** Where the character set of a message is from. */
export type CharsetRules = Pick<Hl7Channel, 'charset' | 'ignoreHeaderCharset'>;

/**
 * Text of a message: in the character set that its header names, else that of the channel. `null` if the bytes are
 * not valid in it.
 */
export function messageText(bytes: Buffer, rules: CharsetRules): string | null {
  const wide = isWide(bytes);
  if (wide) return decode(bytes, 'utf-16');
  const named = rules.ignoreHeaderCharset ? undefined : NAMES[headerCharset(bytes)];
  // a header that could be read without it is not written in two bytes a character
  const charset = named ?? rules.charset;
  return decode(bytes, charset === 'utf-16' ? 'utf-8' : charset);
}

function headerCharset(bytes: Buffer): string {
  const start = bytes.subarray(0, HEADER).toString('latin1');
  const line = /MSH[^\r\n]*/.exec(start)?.[0] ?? '';
  return parseMessage(line)?.header.value(18).toUpperCase() ?? '';
}

/** Two bytes a character: a mark, or a zero beside the first letter. */
export function isWide(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0x4d && second === 0) || (first === 0 && second === 0x4d);
}
