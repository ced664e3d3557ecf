import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../pipelines/warehouse/connection.ts';
import { copySql, NDJSON, PARQUET, writeArrowStream } from '../../pipelines/warehouse/copy.ts';
import { writeAtomically } from '../platform/durable-files.ts';

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
  const query = `select topic, partition, "offset", reason, pointer, detail,
      try(decode(raw)) as raw,
      case when try(decode(raw)) is null then to_base64(raw) end as "rawBase64"
    from rejected order by topic, partition, "offset"`;
  await writeWhole(join(directory, 'rejected.ndjson'), (path) =>
    connection.run(copySql(query, path, NDJSON)),
  );
}

/** Writes one small file atomically. */
export async function writeText(path: string, text: string): Promise<void> {
  await writeWhole(path, (temporary) => writeFile(temporary, text));
}

async function writeRelation(connection: Connection, name: string, path: string): Promise<void> {
  await writeWhole(path, async (temporary) => {
    if (path.endsWith('.ndjson')) {
      await connection.run(copySql(`from ${name}_json`, temporary, NDJSON));
    } else if (path.endsWith('.parquet')) {
      await connection.run(copySql(`from ${name}_flat`, temporary, PARQUET));
    } else {
      await writeArrowStream(connection.batches(`from ${name}_flat`), temporary);
    }
  });
}

function writeWhole(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  return writeAtomically(path, write, `${path}.tmp`);
}
