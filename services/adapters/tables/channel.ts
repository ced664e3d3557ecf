import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../platform/durable-files.ts';
import type { ChannelContext, RunningChannel } from '../channel.ts';
import type { Table, TableChannel } from '../mapping/schema.ts';
import { completed, type KnownRow } from './complete.ts';
import { readTable } from './extract.ts';
import { type FolderFormat, type FolderTimes, fits, WatchedFolder } from './folder.ts';

/** A watched folder with the tables of a warehouse. */
export function openTableFolder(context: ChannelContext, times?: FolderTimes): RunningChannel {
  return new WatchedFolder(context, () => tableFormat(context), times);
}

function tableFormat(context: ChannelContext): FolderFormat {
  const channel = context.settings() as TableChannel;
  const { folder, tables } = channel;
  const tableOf = (name: string) => tables.find(({ file }) => fits(name, file)) ?? null;
  let rows: { readonly path: string; readonly known: readonly KnownRow[] } | null = null;
  return {
    folder,
    kindOf: (name) => tableOf(name)?.file ?? null,
    async read({ name, bytes, writtenAt }) {
      rows = null;
      const table = tableOf(name)!;
      const { border } = context;
      const read = await readTable(bytes, table, {
        channel,
        mapping: context.mapping(),
        border,
        writtenAt,
      });
      if ('reason' in read) return read;
      const { extracts, notes } = read;
      if (table.scope !== 'complete') return { extracts, notes };
      const path = rowsFile(folder, table);
      const { withdrawals, known } = completed(await knownRows(path), read, writtenAt);
      rows = { path, known };
      return { extracts: [...extracts, ...withdrawals], notes };
    },
    async taken() {
      if (rows !== null) await replaceFile(rows.path, JSON.stringify(rows.known));
    },
  };
}

/** Keys and visits of the rows of complete files, all of them pseudonyms. */
function rowsFile(folder: string, { file }: Table): string {
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  return join(folder, 'taken', `.rows-${name}.json`);
}

async function knownRows(path: string): Promise<KnownRow[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  return JSON.parse(text);
}
