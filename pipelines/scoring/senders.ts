import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/** A version of an event, and its sender: NULL if the server wrote the version, or the sender is not known. */
export interface SentVersion {
  readonly status: 'final' | 'amended' | 'entered-in-error';
  /** Microseconds since 1970. */
  readonly recordedAt: number;
  /** Whether it is the version that counts. */
  readonly isStanding: boolean;
  readonly sender: string | null;
}

const SENT_BY = readSql(new URL('sql/sent_by.sql', import.meta.url));

/** Returns the versions of an event, each with its sender. */
export function sentBy(connection: Connection, source: string, id: string): Promise<SentVersion[]> {
  return connection.rows<SentVersion>(SENT_BY, { source, id });
}

/** The senders of events, by source. `provenance` has a row for each change of a source's sender. */
export class Senders {
  private readonly connection: Connection;
  private latest: Map<string, string> | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Stores the senders that changed with a delivery, within the caller's transaction. */
  async write(senders: ReadonlyMap<string, string>, delivery: number): Promise<void> {
    this.latest ??= await this.stored();
    for (const [source, sender] of senders) {
      if (this.latest.get(source) === sender) continue;
      const row = { source, sender, delivery };
      await this.connection.run('insert into provenance values ($source, $sender, $delivery)', row);
    }
  }

  /** Remembers senders whose transaction is committed. */
  remember(senders: ReadonlyMap<string, string>): void {
    for (const [source, sender] of senders) this.latest?.set(source, sender);
  }

  private async stored(): Promise<Map<string, string>> {
    const rows = await this.connection.rows<{ source: string; sender: string }>(
      'select source, arg_max(sender, delivery) as sender from provenance group by source',
    );
    return new Map(rows.map(({ source, sender }) => [source, sender]));
  }
}
