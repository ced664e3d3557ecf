import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** Bytes that a server needs at once: a write-ahead log grows to this before DuckDB clears it away. */
const LEAST_BYTES = 64 * 1024 * 1024;
/** Files that it creates at once. */
const LEAST_FILES = 16;

/** What statfs says of a file system. */
export type Room = Pick<StatsFs, 'bsize' | 'blocks' | 'bavail' | 'files' | 'ffree'>;

/** How much room a disk has for this user. */
export interface DiskRoom {
  readonly isFull: boolean;
  readonly what: string;
}

/** Returns the room on the disk of a folder; `null` if its file system does not say. */
export async function diskRoom(
  folder: string,
  roomOf: (folder: string) => Promise<Room> = statfs,
): Promise<DiskRoom | null> {
  const { bsize, blocks, bavail, files, ffree } = await roomOf(folder);
  if (blocks === 0) return null;
  const free = bavail * bsize;
  // some file systems have no limit of files, and say 0
  if (files > 0 && ffree < LEAST_FILES) {
    return { isFull: true, what: `has no room for more files (${ffree} left): remove some` };
  }
  const megabytes = Math.floor(free / 1_000_000).toLocaleString('en');
  if (free >= LEAST_BYTES) return { isFull: false, what: `${megabytes} MB are free` };
  const least = Math.ceil(LEAST_BYTES / 1_000_000);
  const what = `is full: ${megabytes} MB are free, and a server needs ${least} or it takes no events. Make room; nothing in this folder may be deleted but "*.damaged" and "*.before"`;
  return { isFull: true, what };
}
