import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRawSync } from 'node:zlib';

/**
 * Blocked gzip (BGZF, SAM/BAM specification §4.1): gzip whose members hold at most 64 KB and have their own
 * length. Every gzip reader can read it; this one loses only the content of a damaged block.
 */

const HEADER = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex');
/** The bytes that begin the header of every block. */
const MAGIC = HEADER.subarray(0, 16);
/** The empty block at the end of a file: without it the file is truncated. */
const END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');
const TRAILER_BYTES = 8;
/** Bytes of a block before compression, as in the writer of the specification. */
const BLOCK_BYTES = 65_280;
const CHUNK = 1024 * 1024;
const deflated = promisify<Buffer, Buffer>(deflateRaw);
const NEWLINE = 0x0a;

/** Compresses text in blocks of whole lines; a longer line needs several. */
export async function* pack(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of text) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length > BLOCK_BYTES) {
      const end = rest.lastIndexOf(NEWLINE, BLOCK_BYTES - 1) + 1 || BLOCK_BYTES;
      yield await block(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  }
  if (rest.length > 0) yield await block(rest);
  yield END;
}

/** Compresses a block off the JS thread, which has events to take meanwhile. */
async function block(raw: Buffer): Promise<Buffer> {
  const packed = await deflated(raw);
  const header = Buffer.from(HEADER);
  header.writeUInt16LE(HEADER.length + packed.length + TRAILER_BYTES - 1, 16);
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32(raw), 0);
  trailer.writeUInt32LE(raw.length, 4);
  return Buffer.concat([header, packed, trailer]);
}

/** Yields the original bytes of a file, block by block; `null` for a damaged block or a missing end. */
export async function* unpack(path: string): AsyncGenerator<{ at: number; raw: Buffer | null }> {
  const file = await open(path);
  try {
    let held = Buffer.alloc(0);
    let at = 0;
    let isAtEnd = false;
    let hasEnded = false;
    const fill = async (bytes: number) => {
      while (held.length < bytes && !isAtEnd) {
        const chunk = Buffer.alloc(CHUNK);
        const { bytesRead } = await file.read(chunk, 0, CHUNK, at + held.length);
        isAtEnd = bytesRead === 0;
        held = Buffer.concat([held, chunk.subarray(0, bytesRead)]);
      }
    };
    const skip = (bytes: number) => {
      held = held.subarray(bytes);
      at += bytes;
    };
    for (;;) {
      await fill(HEADER.length);
      if (held.length === 0) break;
      const isHeader = held.length >= HEADER.length && held.subarray(0, 16).equals(MAGIC);
      const length = isHeader ? held.readUInt16LE(16) + 1 : 0;
      if (isHeader) await fill(length);
      const raw = isHeader && held.length >= length ? inflated(held.subarray(0, length)) : null;
      hasEnded = raw?.length === 0;
      if (raw !== null) {
        if (raw.length > 0) yield { at, raw };
        skip(length);
        continue;
      }
      yield { at, raw: null };
      // the next block that can be found, since the length of this one may be wrong
      for (let next = -1; next === -1; ) {
        next = held.indexOf(MAGIC, 1);
        if (next !== -1) skip(next);
        else if (isAtEnd) {
          skip(held.length);
          break;
        } else {
          skip(Math.max(0, held.length - MAGIC.length));
          await fill(held.length + CHUNK);
        }
      }
    }
    if (!hasEnded) yield { at, raw: null };
  } finally {
    await file.close();
  }
}

/** Returns the content of a block, `null` if it is damaged. */
function inflated(block: Buffer): Buffer | null {
  try {
    const raw = inflateRawSync(block.subarray(HEADER.length, -TRAILER_BYTES));
    const isWhole =
      raw.length === block.readUInt32LE(block.length - 4) &&
      crc32(raw) === block.readUInt32LE(block.length - TRAILER_BYTES);
    return isWhole ? raw : null;
  } catch {
    return null;
  }
}
