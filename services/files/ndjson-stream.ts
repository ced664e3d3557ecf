import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** An NDJSON file (`.gz`: compressed) as its text, and as the bytes read of the file for progress. */
export function ndjsonStream(file: string) {
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 });
  const stream = file.endsWith('.gz')
    ? bytes.pipe(createGunzip({ chunkSize: 1 << 20 })).on('close', () => bytes.destroy())
    : bytes;
  bytes.on('error', (error) => stream.destroy(error));
  return { bytes, stream };
}

/** True for the error of compressed data that ends too early. */
export function isTruncatedGzip(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
}

/** True for the error of data that is not compressed, or no longer what it was. */
export function isDamagedGzip(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'Z_DATA_ERROR';
}
