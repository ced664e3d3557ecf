import type { Connection } from '../warehouse/connection.ts';

/** A place in a log: the next offset to read of a topic's partition. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

/** Returns the next offset to read of a log partition, 0 if nothing was read. */
export async function nextOffset(
  connection: Connection,
  topic: string,
  partition: number,
): Promise<number> {
  const [row] = await connection.rows<{ next_offset: number }>(
    'select next_offset from position where topic = $topic and partition = $partition',
    { topic, partition },
  );
  return row?.next_offset ?? 0;
}

/** Returns a topic that was read besides the one named; `null` if there is none. */
export async function otherTopic(connection: Connection, topic: string): Promise<string | null> {
  const [other] = await connection.rows<{ topic: string }>(
    'select topic from position where topic <> $topic limit 1',
    { topic },
  );
  return other?.topic ?? null;
}

/** The positions that logs are read to, with those since the start in memory. */
export class LogPositions {
  private readonly connection: Connection;
  private readonly committed = new Map<string, number>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Returns the stored positions of the logs that some positions are of. */
  before(positions: readonly Position[]): Promise<Position[]> {
    return Promise.all(
      positions.map(async ({ topic, partition }) => ({
        topic,
        partition,
        nextOffset:
          this.committed.get(`${topic}/${partition}`) ??
          (await nextOffset(this.connection, topic, partition)),
      })),
    );
  }

  /** Stores positions, within the caller's transaction. */
  async write(positions: readonly Position[]): Promise<void> {
    for (const position of positions) {
      await this.connection.run(
        `insert into position values ($topic, $partition, $nextOffset)
          on conflict do update set next_offset = excluded.next_offset`,
        { ...position },
      );
    }
  }

  /** Remembers positions whose transaction is committed. */
  remember(positions: readonly Position[]): void {
    for (const { topic, partition, nextOffset } of positions) {
      this.committed.set(`${topic}/${partition}`, nextOffset);
    }
  }
}
