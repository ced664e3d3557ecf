import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RecordBatchStreamWriter } from 'apache-arrow';
import type { Connection } from '../../pipelines/warehouse/connection.ts';

export const FORMATS = ['ndjson', 'parquet', 'arrow'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Writes encounter-hours and ward-hours to `directory`, each atomically: a file appears
 * under its name when it is complete. From here on, DuckDB has one thread: sorting wide rows is as fast
 * and needs half the memory.
 */
export async function writeHours(
  connection: Connection,
  directory: string,
  format: Format,
): Promise<void> {
  await connection.run('set threads = 1');
  await removeOlder(directory, format);
  await writeRelation(connection, 'encounter_hour', join(directory, `encounter-hours.${format}`));
  await writeRelation(connection, 'ward_hour', join(directory, `ward-hours.${format}`));
}

/** Removes hours of an earlier run in another format: beside the new summary they would be wrong. */
async function removeOlder(directory: string, format: Format): Promise<void> {
  for (const other of FORMATS.filter((each) => each !== format)) {
    for (const name of ['encounter-hours', 'ward-hours']) {
      await rm(join(directory, `${name}.${other}`), { force: true });
    }
  }
}

/** Writes rejected records with their reasons as `rejected.ndjson`. */
export async function writeRejected(connection: Connection, directory: string): Promise<void> {
  await whole(join(directory, 'rejected.ndjson'), (path) =>
    copy(
      connection,
      `select topic, partition, "offset", reason, pointer, detail,
        try(decode(raw)) as raw,
        case when try(decode(raw)) is null then to_base64(raw) end as "rawBase64"
      from rejected order by topic, partition, "offset"`,
      path,
      'format json',
    ),
  );
}

/** Writes one small file atomically. */
export async function writeText(path: string, text: string): Promise<void> {
  await whole(path, (temporary) => pipeline(Readable.from([text]), createWriteStream(temporary)));
}

async function writeRelation(connection: Connection, name: string, path: string): Promise<void> {
  await whole(path, async (temporary) => {
    if (path.endsWith('.ndjson')) {
      await copy(connection, `from ${name}_json`, temporary, 'format json');
    } else if (path.endsWith('.parquet')) {
      await copy(connection, `from ${name}_flat`, temporary, 'format parquet, compression zstd');
    } else {
      const batches = connection.batches(`from ${name}_flat`);
      const writer = RecordBatchStreamWriter.throughNode({ autoDestroy: true });
      await pipeline(Readable.from(batches), writer, createWriteStream(temporary));
    }
  });
}

async function copy(connection: Connection, query: string, path: string, options: string) {
  await connection.run(`copy (${query}) to '${path.replaceAll("'", "''")}' (${options})`);
}

async function whole(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
