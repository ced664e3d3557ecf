import { setImmediate } from 'node:timers/promises';
import type { EventSequence } from '../../pipelines/events/columnar-events.ts';
import { decode, type Rejection } from '../../pipelines/events/decode.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { type Chunk, knownOf } from './chunk.ts';
import { ColumnReader } from './column-reader.ts';
import { type Group, type JournalFile, journalFiles, reaching, scan } from './files.ts';
import { type Appended, type Journal, JournalFault } from './journal.ts';
import { closesRecords, NO_HASH } from './lines.ts';
import { wholeGroups } from './whole-groups.ts';

/** Reads a journal from a position on; takes its end from memory. */
export class JournalReader {
  private readonly journal: Journal;
  private readonly columns: ColumnReader;
  private cursor: { position: number; groups: AsyncGenerator<Group> } | null = null;
  /** A group that did not fit in the previous chunk. */
  private pending: Appended | null = null;

  constructor(journal: Journal) {
    this.journal = journal;
    this.columns = new ColumnReader(journal);
  }

  /**
   * As `read`, for a reader far behind the end: as columns, and at most `most`, so that a chunk may end within an
   * append.
   * @throws JournalFault if records are damaged or missing
   */
  async readMany(from: number, most: number): Promise<Chunk<EventSequence> | null> {
    if (from >= this.journal.end) return null;
    if (this.journal.recent(from) !== null) return this.read(from, most);
    return (await this.columns.read(from, most)) ?? this.read(from, 1);
  }

  /**
   * Returns the events from a position on, without ticks that a rewind removed: whole appends with at least one and
   * about `most` events; `null` at the end.
   * @throws JournalFault if records are damaged or missing
   */
  async read(from: number, most: number): Promise<Chunk | null> {
    if (from >= this.journal.end) return null;
    const chunk = new ChunkBuilder(from, this.journal);
    for await (const append of this.appendsFrom(from)) {
      if (!chunk.takes(append, most)) {
        this.pending = append;
        break;
      }
      chunk.add(append);
    }
    return chunk.finish();
  }

  async close(): Promise<void> {
    await this.columns.close();
    await this.closeFiles();
  }

  private async closeFiles(): Promise<void> {
    await this.cursor?.groups.return(undefined);
    this.cursor = null;
    this.pending = null;
  }

  private async *appendsFrom(from: number): AsyncGenerator<Appended> {
    const recent = this.journal.recent(from);
    if (recent !== null) {
      await this.closeFiles();
      yield* recent;
      return;
    }
    if (this.pending !== null && this.pending.first === from) {
      const { pending } = this;
      this.pending = null;
      yield pending;
    } else if (this.cursor?.position !== from) await this.closeFiles();
    this.cursor ??= { position: from, groups: this.groupsFrom(from) };
    const { cursor } = this;
    for (;;) {
      const { value: group, done } = await cursor.groups.next();
      if (done) {
        this.cursor = null;
        return;
      }
      const append = await appendOf(group);
      cursor.position = append.next;
      yield append;
    }
  }

  /** Yields the groups with records at or after a position, up to the current end of the journal. */
  private async *groupsFrom(from: number): AsyncGenerator<Group> {
    const { folder, end, openFile, openBytes } = this.journal;
    const files = await journalFiles(folder);
    let expected = Math.max(from, await beginning(files[0]!));
    for (const file of reaching(files, from, end)) {
      if (file.first > expected) throw missing(expected, file.first, file);
      const until = file.name === openFile ? { until: openBytes } : {};
      for await (const group of wholeGroups(file, until)) {
        if (!closesRecords(group.link) || group.link.next <= from) continue;
        expected = group.link.next;
        yield group;
      }
    }
    if (expected < end) throw missing(expected, end, files.findLast(({ first }) => first < end)!);
  }
}

/**
 * Returns the position of a journal's first record: one that continues an earlier log begins there.
 * @throws JournalFault if a file is not the first of its journal
 */
async function beginning(file: JournalFile): Promise<number> {
  for await (const { link } of scan(file)) {
    if (link?.previous === NO_HASH) return file.first;
    break;
  }
  throw missing(0, file.first, file);
}

function missing(from: number, to: number, file: JournalFile): JournalFault {
  return new JournalFault(`The journal lacks the records ${from} to ${to - 1} (${file.name})`);
}

/** Events that are decoded before other work can run. */
const SLICE_RECORDS = 500;

async function appendOf(group: Group): Promise<Appended & { rejected: Rejection[] }> {
  const link = group.link!;
  if (!closesRecords(link)) throw new TypeError('Expected a link of events');
  const events: WardEvent[] = [];
  const positions: number[] = [];
  const rejected: Rejection[] = [];
  for (let at = 0; at < group.records.length; at += SLICE_RECORDS) {
    if (at > 0) await setImmediate();
    const records = group.records
      .slice(at, at + SLICE_RECORDS)
      .flatMap(({ n, text }) => (text === null ? [] : [{ offset: n, bytes: Buffer.from(text) }]));
    const decoded = decode(records, ACCEPTED);
    events.push(...decoded.events);
    positions.push(...decoded.offsets);
    rejected.push(...decoded.rejected);
  }
  return {
    ...{ events, positions, rejected, first: link.next - link.count, next: link.next },
    senders: new Map(Object.entries(link.senders)),
    ...(link.kind === 'lost' || link.source === undefined ? {} : { source: link.source }),
  };
}

/** Joins appends to a chunk that is stored together: as many as have one sender per source. */
class ChunkBuilder {
  private readonly first: number;
  private readonly journal: Pick<Journal, 'isRewound'>;
  private next: number;
  private readonly events: WardEvent[] = [];
  private readonly positions: number[] = [];
  private readonly rejected: Rejection[] = [];
  private readonly senders = new Map<string, string | undefined>();
  private readonly sources = new Map<string, number>();

  constructor(first: number, journal: Pick<Journal, 'isRewound'>) {
    this.first = first;
    this.journal = journal;
    this.next = first;
  }

  takes({ events, senders }: Appended, most: number): boolean {
    if (this.next === this.first) return true;
    if (this.events.length + events.length > most) return false;
    return !events.some(
      ({ source }) => this.senders.has(source) && this.senders.get(source) !== senders.get(source),
    );
  }

  add(append: Appended & { rejected?: readonly Rejection[] }): void {
    for (const [index, event] of append.events.entries()) {
      // from an append that began earlier
      if (append.positions[index]! < this.first) continue;
      if (this.journal.isRewound(event, append.positions[index]!)) continue;
      this.events.push(event);
      this.positions.push(append.positions[index]!);
      this.senders.set(event.source, append.senders.get(event.source));
    }
    for (const each of append.rejected ?? [])
      if (each.offset >= this.first) this.rejected.push(each);
    if (append.source !== undefined)
      this.sources.set(append.source.topic, append.source.nextOffset);
    this.next = append.next;
  }

  finish(): Chunk {
    const { first, next, events, positions, rejected, sources } = this;
    return { first, next, events, positions, rejected, sources, senders: knownOf(this.senders) };
  }
}
