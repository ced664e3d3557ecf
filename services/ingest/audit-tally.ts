import { createHash } from 'node:crypto';
import type { Decoded } from '../../pipelines/events/decode.ts';
import type { EventsTaken } from '../security/audit/audit-entry.ts';
import type { RecordResult } from './commit-queue.ts';

/** Most sources that a line of the audit names; of more it has the number. */
const MOST_SOURCES = 20;

/** The result for the events of a request, for its line in the audit; a request may come in portions. */
export class IngestAuditTally {
  private readonly sources = new Set<string>();
  private readonly counts = { accepted: 0, duplicates: 0, rejected: 0 };
  private first: string | null = null;
  private last: string | null = null;

  /** Adds a portion and its results, in the order of the portion. */
  add({ events, rejected }: Decoded, results: readonly RecordResult[]): EventsTaken {
    const refused = new Set(rejected.map(({ offset }) => offset));
    let index = 0;
    for (const [place, { status }] of results.entries()) {
      if (status === 'accepted') this.counts.accepted++;
      else if (status === 'duplicate') this.counts.duplicates++;
      else this.counts.rejected++;
      if (refused.has(place)) continue;
      const event = events[index++]!;
      if (status !== 'rejected') this.sources.add(event.source);
    }
    this.first ??= hashOf(events[0]?.id);
    this.last = hashOf(events.at(-1)?.id) ?? this.last;
    const sources = [...this.sources];
    return {
      sources: sources.length > MOST_SOURCES ? sources.length : sources,
      ...this.counts,
      first: this.first,
      last: this.last,
    };
  }
}

function hashOf(id: string | undefined): string | null {
  return id === undefined ? null : createHash('sha256').update(id).digest('hex');
}
