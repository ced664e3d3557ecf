import type { FileHandle } from 'node:fs/promises';
import { checkFooter, checkMessage } from './arrow-metadata.ts';

/** Magic bytes of the file format: at the start, padded to eight bytes, and at the end. */
const MAGIC = Buffer.from('ARROW1');
const MAGIC_PADDED = 8;
/** Precedes the length of a message; older writers omit it. */
const CONTINUATION = -1;
const INT_BYTES = 4;
const END_OF_STREAM = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** An Arrow file is truncated. */
export class CutOff extends Error {
  override name = 'CutOff';
}

/**
 * What Arrow's reader is given of a file, once its metadata is checked: of the stream format message by
 * message, of the file format, which is read from its end, all bytes.
 *
 * Formats: https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 */
export class ArrowSource {
  private readonly handle: FileHandle;
  private readonly size: number;
  private at = 0;
  /** Furthest byte that was read. */
  bytesRead = 0;

  constructor(handle: FileHandle, size: number) {
    this.handle = handle;
    this.size = size;
  }

  /** @throws CutOff if bytes are missing; Error that says what is wrong with the existing bytes */
  async checked(): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
    const isOfFileFormat =
      this.size >= MAGIC_PADDED && (await this.readAt(0, MAGIC.length)).equals(MAGIC);
    return isOfFileFormat ? this.whole() : this.messages();
  }

  private async *messages(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = await this.message();
      if (message === null) break;
      yield* message;
    }
    const left = this.size - this.at;
    if (left > 0) throw new Error(`${left} bytes follow its end-of-stream mark`);
    yield END_OF_STREAM;
  }

  private async whole(): Promise<Uint8Array> {
    const end = this.size - MAGIC.length - INT_BYTES;
    if (end < MAGIC_PADDED || !(await this.readAt(end + INT_BYTES, MAGIC.length)).equals(MAGIC)) {
      throw new CutOff('no magic word');
    }
    const length = (await this.readAt(end, INT_BYTES)).readInt32LE();
    for (const block of checkFooter(await this.readAt(end - length, length))) {
      this.at = block;
      if ((await this.message()) === null) throw new Error('its footer points to no message');
    }
    return this.readAt(0, this.size);
  }

  /** Returns the next message: length, metadata and body; null at the end of a stream. */
  private async message(): Promise<[Uint8Array, Uint8Array] | null> {
    let prefix = await this.read(INT_BYTES);
    if (prefix.readInt32LE() === CONTINUATION) {
      prefix = Buffer.concat([prefix, await this.read(INT_BYTES)]);
    }
    const length = prefix.readInt32LE(prefix.length - INT_BYTES);
    if (length === 0) return null;
    const metadata = await this.read(length);
    return [Buffer.concat([prefix, metadata]), await this.read(checkMessage(metadata))];
  }

  private async read(length: number): Promise<Buffer> {
    const bytes = await this.readAt(this.at, length);
    this.at += length;
    return bytes;
  }

  private async readAt(at: number, length: number): Promise<Buffer> {
    if (length < 0 || at < 0) throw new Error(`${length} bytes at ${at} cannot be`);
    if (at + length > this.size) throw new CutOff(`${length} bytes at ${at} of ${this.size}`);
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.handle.read(bytes, filled, length - filled, at + filled);
      if (bytesRead === 0) throw new CutOff(`the file has become shorter than ${this.size} bytes`);
      filled += bytesRead;
    }
    this.bytesRead = Math.max(this.bytesRead, at + length);
    return bytes;
  }
}
