import { createHash } from 'node:crypto';
import type { Decoded } from '../../pipelines/events/decode.ts';
import type { EventsTaken } from '../security/audit/audit-entry.ts';
import type { RecordResult } from './commit-queue.ts';

/** Most sources that a line of the audit names; of more it has the number. */
const MOST_SOURCES = 20;

/** The count that a result belongs to. */
export const COUNT_OF = {
  accepted: 'accepted',
  duplicate: 'duplicates',
  rejected: 'rejected',
} as const satisfies Record<RecordResult['status'], string>;

/** Collects the results for the records of a request, which may come in portions: for the answer and for the audit. */
export class Outcome {
  records = 0;
  private readonly counts = { accepted: 0, duplicates: 0, rejected: 0 };
  /** In parts: serializing fifty thousand results at once would block the event loop. */
  private readonly results: Buffer[] = [];
  private readonly sources = new Set<string>();
  private first: string | null = null;
  private last: string | null = null;

  /** Adds the next portion and its results, in the order of the portion. */
  add({ events, rejected }: Decoded, results: readonly RecordResult[]): void {
    const refused = new Set(rejected.map(({ offset }) => offset));
    let index = 0;
    const texts = results.map((result, place) => {
      this.counts[COUNT_OF[result.status]]++;
      if (!refused.has(place)) {
        const { source } = events[index++]!;
        if (result.status !== 'rejected') this.sources.add(source);
      }
      return JSON.stringify({ index: this.records++, ...result });
    });
    this.first ??= hashOf(events[0]?.id);
    this.last = hashOf(events.at(-1)?.id) ?? this.last;
    if (texts.length === 0) return;
    this.results.push(Buffer.from(`${this.results.length === 0 ? '' : ','}${texts.join()}`));
  }

  /** The events so far, for the line of the request in the audit. */
  get taken(): EventsTaken {
    const sources = [...this.sources];
    const { first, last } = this;
    return {
      sources: sources.length > MOST_SOURCES ? sources.length : sources,
      ...{ ...this.counts, first, last },
    };
  }

  /** Returns the answer: `Outcome` of the schema as JSON. */
  toJson(): Buffer {
    const head = JSON.stringify(this.counts).slice(0, -1);
    return Buffer.concat([Buffer.from(`${head},"results":[`), ...this.results, Buffer.from(']}')]);
  }
}

function hashOf(id: string | undefined): string | null {
  return id === undefined ? null : createHash('sha256').update(id).digest('hex');
}
