import type { Connection } from '../warehouse/connection.ts';

/** Reads the value stored under a name in `meta`; `null` if there is none. */
export async function readMeta(connection: Connection, name: string): Promise<string | null> {
  const [row] = await connection.rows<{ value: string }>(
    'select value from meta where name = $name',
    { name },
  );
  return row?.value ?? null;
}

/** Stores a value under a name, and replaces the one before. An equal value writes nothing. */
export async function writeMeta(
  connection: Connection,
  name: string,
  value: string,
): Promise<void> {
  await connection.run(
    `insert into meta values ($name, $value)
      on conflict do update set value = excluded.value where value <> excluded.value`,
    { name, value },
  );
}

/** Removes the value under a name. */
export async function deleteMeta(connection: Connection, name: string): Promise<void> {
  await connection.run('delete from meta where name = $name', { name });
}
