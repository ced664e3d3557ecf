import { decode } from '../charset.ts';
import { isWide } from './charset.ts';
import { type Frame, FrameDecoder } from './frames.ts';

/** Before a message that begins a line; a zero or a byte order mark may stand before it. */
const MESSAGE = /(?<=^|[\r\n\0]|\xef\xbb\xbf)(?=MSH[^\w\s])/;
/** Lines of a batch, which say nothing of patients. */
const BATCH = /(?<=^|[\r\n\0])(?:FHS|BHS|BTS|FTS)[^\r\n]*/g;
const BEGINS_FRAME = /^[\s\0]*\v/;

/**
 * The messages of a file: with the frames of a stream, or one after another, each from a line that begins with `MSH`. What is no
 * message comes as one too, for the reader to refuse.
 * @param limit bytes of the largest message
 */
export function messagesOf(file: Buffer, limit: number): Frame[] {
  const bytes = isWide(file) ? narrowed(file) : file;
  // each byte is one character, and comes back as it was
  const text = bytes.toString('latin1');
  return BEGINS_FRAME.test(text) ? framesOf(bytes, limit) : linesOf(text, limit);
}

function linesOf(text: string, limit: number): Frame[] {
  return text
    .replace(BATCH, '')
    .split(MESSAGE)
    .map((message) => message.replace(/^[\s\0]+|[\s\0]+$/g, ''))
    .filter((message) => message !== '' && message !== '\xef\xbb\xbf')
    .map((message) => {
      const bytes = Buffer.from(message, 'latin1');
      if (bytes.length <= limit) return { kind: 'message', bytes };
      return { kind: 'too-large', bytes: bytes.subarray(0, limit) };
    });
}

/** A message that is too large ends a stream, not a file. */
function framesOf(bytes: Buffer, limit: number): Frame[] {
  const decoder = new FrameDecoder(Math.max(limit, bytes.length));
  const frames = decoder.push(bytes).map((found): Frame => {
    if (found.kind !== 'message' || found.bytes.length <= limit) return found;
    return { kind: 'too-large', bytes: found.bytes.subarray(0, limit) };
  });
  if (decoder.isOpen) frames.push({ kind: 'unfinished', bytes: decoder.abandon() });
  return frames;
}

function narrowed(file: Buffer): Buffer {
  return Buffer.from(decode(file, 'utf-16') ?? '', 'utf8');
}
