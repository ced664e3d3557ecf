import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../../schemas/instant.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { AdapterJournal } from './journal.ts';

/** A version to be sent. */
export interface Unsent {
  readonly sequence: number;
  readonly groupId: string;
  readonly event: WireEvent;
}

/** What ingest made of a version: `null` if it took it, else why not. */
export interface Sent {
  readonly sequence: number;
  readonly groupId: string;
  readonly refused: string | null;
}

/** Versions that wait to be sent, and what became of them. */
export class Outbox {
  private readonly journal: AdapterJournal;
  /** Everything up to here is sent. */
  private sentTo = 0;

  constructor(journal: AdapterJournal) {
    this.journal = journal;
  }

  /** The oldest versions that are not sent yet. */
  unsent(limit: number): Promise<Unsent[]> {
    return this.journal.read(async (connection) => {
      const rows = await connection.rows<{ sequence: number; groupId: string; event: string }>(
        `select sequence, group_id as "groupId", event from published
          where sequence > $after and accepted_at is null and refused is null order by sequence limit $limit`,
        { after: this.sentTo, limit },
      );
      return rows.map(({ event, ...row }) => ({ ...row, event: JSON.parse(event) as WireEvent }));
    });
  }

  /** How many wait to be sent. */
  async waiting(): Promise<number> {
    const [row] = await this.journal.read((connection) =>
      connection.rows<{ n: number }>(
        'select count(*) as n from published where sequence > $after and accepted_at is null and refused is null',
        { after: this.sentTo },
      ),
    );
    return row!.n;
  }

  /** Stores what became of the oldest versions, of all that were got together. Those before a version that was taken are forgotten. */
  async note(sent: readonly Sent[], at: Micros): Promise<void> {
    // older versions of an event are of its group, or of one that was merged into it and are of no use
    const start = this.journal.versionStarts.startOf(sent.map(({ groupId }) => groupId));
    await this.journal.use((connection) => noteSent(connection, sent, at, start ?? 0));
    this.sentTo = Math.max(this.sentTo, ...sent.map(({ sequence }) => sequence));
  }
}

async function noteSent(
  connection: Connection,
  sent: readonly Sent[],
  at: Micros,
  start: number,
): Promise<void> {
  if (sent.length === 0) return;
  const parameters = { sent: JSON.stringify(sent) };
  const results = `(select unnest(from_json($sent, '[{"sequence":"bigint","refused":"varchar"}]'),
    recursive := true)) result`;
  await connection.run(
    `update published
      set refused = result.refused,
        accepted_at = case when result.refused is null then make_timestamp($at::bigint) end
      from ${results} where published.sequence = result.sequence`,
    { ...parameters, at },
  );
  await connection.run(
    `delete from published
      using (select source, id, sequence from published semi join ${results} using (sequence)
        where accepted_at is not null) taken
      where published.sequence >= $start
        and published.source = taken.source and published.id = taken.id
        and published.sequence < taken.sequence`,
    { ...parameters, start },
  );
}
