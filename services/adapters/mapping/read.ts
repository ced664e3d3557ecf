import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Site } from '../../../schemas/site.ts';
import { InputError } from '../../platform/input-error.ts';
import { type Checked, checkMapping } from './check.ts';
import type { Mistake } from './lines.ts';
import type { Channel, Mapping } from './schema.ts';

/**
 * Reads and checks a mapping file. A file that cannot be read is a mistake too, of line 0. Files and folders that it names
 * are resolved from its own folder.
 */
export async function loadMapping(path: string, site: Site | null): Promise<Checked> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unreadable(`The file cannot be read (${code})`);
  }
  if (!isUtf8(bytes)) return unreadable('Expected UTF-8');
  const text = bytes.toString('utf8');
  const checked = checkMapping(text.startsWith('\ufeff') ? text.slice(1) : text, site);
  if (checked.mapping === null) return checked;
  return { ...checked, mapping: resolved(checked.mapping, dirname(resolve(path))) };
}

/** The mapping with absolute paths. */
function resolved(mapping: Mapping, from: string): Mapping {
  return {
    ...mapping,
    keyFile: resolve(from, mapping.keyFile),
    channels: mapping.channels.map((channel) => resolvedChannel(channel, from)),
  };
}

function resolvedChannel(channel: Channel, from: string): Channel {
  if (channel.kind === 'mllp') {
    if (channel.tls === undefined) return channel;
    const { key, cert, ca } = channel.tls;
    return {
      ...channel,
      tls: { key: resolve(from, key), cert: resolve(from, cert), ca: resolve(from, ca) },
    };
  }
  return channel.folder === undefined
    ? channel
    : { ...channel, folder: resolve(from, channel.folder) };
}

/**
 * Reads a mapping file.
 * @param site the wards that it may name; `null`: not checked
 * @throws InputError with the line of each mistake
 */
export async function readMapping(path: string, site: Site | null): Promise<Mapping> {
  const { mapping, mistakes } = await loadMapping(path, site);
  if (mapping === null) {
    throw new InputError(mistakes.map((mistake) => mistakeText(path, mistake)).join('\n'));
  }
  return mapping;
}

/** A mistake as editors and terminals open it: file, line, place, what was expected. */
export function mistakeText(path: string, { line, at, message }: Mistake): string {
  const place = line === 0 ? path : `${path}:${line}`;
  return at === '' ? `${place}: ${message}` : `${place}: ${at}: ${message}`;
}

function unreadable(message: string): Checked {
  return { mapping: null, mistakes: [{ line: 0, at: '', message }] };
}
