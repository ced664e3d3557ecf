import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Micros } from '../../../schemas/instant.ts';
import { InputError } from '../../platform/input-error.ts';
import type { Channel, Mapping, TableChannel } from '../mapping/schema.ts';
import { fits } from '../tables/folder.ts';

/** A file to try, and the channel that reads it. */
export interface TrialInput {
  readonly path: string;
  readonly channel: Channel;
  readonly bytes: Buffer;
  readonly writtenAt: Micros;
}

/** Bytes of the largest file that is read: its text must fit into one string. */
const LARGEST = 500_000_000;
/** What a file of HL7 v2 begins with: a frame, a message or a batch. */
const HL7 = /^(?:\xef\xbb\xbf|[\s\0\v])*(?:MSH|FHS|BHS)[^\w\s]/;

/** The files of the paths: of a folder those that lie in it, by name. @throws InputError if one is not there */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const about = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(`Cannot read ${path} (${error.code})`);
    });
    if (!about.isDirectory()) {
      found.push(path);
      continue;
    }
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    found.push(...names.map(({ name }) => join(path, name)).toSorted());
  }
  return found;
}

/**
 * Reads a file and finds its channel.
 * @param named the channel that reads all files, if one is named
 * @throws InputError if it cannot be read, or if no channel or several could read it
 */
export async function readInput(
  path: string,
  mapping: Mapping,
  named: Channel | null,
): Promise<TrialInput> {
  const { size, mtimeMs } = await stat(path);
  if (size > LARGEST) {
    throw new InputError(`${path} has more than ${LARGEST / 1e6} MB: divide it into several files`);
  }
  const bytes = await readFile(path);
  const channel = named ?? channelOf(path, bytes, mapping);
  return { path, channel, bytes, writtenAt: Math.floor(mtimeMs * 1000) };
}

/** The channel of a name. @throws InputError if there is none */
export function channelNamed(name: string, { channels }: Mapping): Channel {
  const channel = channels.find((one) => one.name === name);
  if (channel !== undefined) return channel;
  const names = channels.map((one) => one.name).join(', ');
  throw new InputError(`The mapping file has no channel ${name}; it has ${names}`);
}

/** The table of a channel that a file is of; `null` if it is of none. */
export function tableOf({ tables }: TableChannel, path: string) {
  return tables.find(({ file }) => fits(basename(path), file)) ?? null;
}

/**
 * By folder and name of the file; a file that lies elsewhere by its content and its name. A name that the mapping gives goes
 * before one that fits any file.
 */
function channelOf(path: string, bytes: Buffer, { channels }: Mapping): Channel {
  const isHl7 = HL7.test(bytes.subarray(0, 4096).toString('latin1').replaceAll('\0', ''));
  const able = channels.filter((channel) => {
    const readsHl7 = channel.kind === 'mllp' || channel.kind === 'hl7-files';
    return readsHl7 === isHl7 && readsName(channel, path);
  });
  const there = able.filter((channel) => folderOf(channel) === resolve(dirname(path)));
  const chosen = there.length > 0 ? there : able;
  const exact = chosen.filter((channel) => !readsAnyName(channel));
  const best = isHl7 || exact.length === 0 ? chosen : exact;
  if (best.length === 1) return best[0]!;
  const names = (best.length === 0 ? channels : best).map(({ name }) => name).join(', ');
  const why = best.length === 0 ? 'No channel reads' : 'Several channels could read';
  throw new InputError(`${why} ${path}: name one of ${names} with --channel`);
}

function readsName(channel: Channel, path: string): boolean {
  if (channel.kind === 'mllp') return true;
  if (channel.kind === 'hl7-files') return fits(basename(path), channel.file);
  if (channel.kind === 'table') return tableOf(channel, path) !== null;
  return fits(basename(path), channel.roster.file);
}

function readsAnyName(channel: Channel): boolean {
  return channel.kind === 'roster' && channel.roster.file === '*';
}

function folderOf(channel: Channel): string | null {
  if (channel.kind === 'mllp' || channel.folder === undefined) return null;
  return resolve(channel.folder);
}
