import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../../schemas/instant.ts';
import { recordsOf } from '../../ingest/letter-pieces.ts';

/** A record that could not be read, without its bytes. */
export interface StoredRefusal {
  readonly number: number;
  readonly channel: string;
  readonly receivedAt: Micros;
  readonly reason: string;
  readonly detail: string;
  readonly bytes: number;
  /** Whether its bytes are kept. */
  readonly isKept: boolean;
}

/** Records that could not be read, in the order they came. */
export function refusedAfter(connection: Connection, after: number): Promise<StoredRefusal[]> {
  return connection.rows<StoredRefusal>(
    `select number, channel, epoch_us(received_at) as "receivedAt", reason, detail, bytes,
        number in (select number from refused_piece) as "isKept"
      from refused where number > $after order by number`,
    { after },
  );
}

/** The bytes of a record that could not be read; none if they are not kept. */
export async function readRefused(connection: Connection, number: number): Promise<Buffer> {
  const pieces = await connection.rows<{ number: number; raw: Uint8Array }>(
    'select number, raw from refused_piece where number = $number order by place',
    { number },
  );
  return recordsOf(pieces).get(number) ?? Buffer.alloc(0);
}

/** Deletes records that were read since. */
export async function dropRefused(
  connection: Connection,
  numbers: readonly number[],
): Promise<void> {
  for (const table of ['refused_piece', 'refused']) {
    await connection.run(
      `delete from ${table} where number in (select unnest(from_json($numbers, '["bigint"]')))`,
      { numbers: JSON.stringify(numbers) },
    );
  }
}
