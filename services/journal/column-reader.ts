import { setImmediate } from 'node:timers/promises';
import { ColumnarEvents } from '../../pipelines/events/columnar-events.ts';
import type { Rejection } from '../../pipelines/events/decode.ts';
import { LineBatches } from '../../pipelines/events/decode-lines.ts';
import { instantAt } from '../../pipelines/events/event-cells.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import type { EventColumns } from '../../pipelines/events/to-arrow.ts';
import { type Chunk, knownOf } from './chunk.ts';
import { journalFiles, piecesOf, reaching } from './files.ts';
import { GroupCursor } from './group-cursor.ts';
import type { Journal } from './journal.ts';
import { assertWhole } from './whole-groups.ts';

/** Events of a batch. */
const BATCH_EVENTS = 32_768;
/** Records that are decoded before other work can run. */
const SLICE_RECORDS = 2_000;

/**
 * Reads the files of a journal from a position on straight into columns. Stops before a group that is not exactly as
 * this program writes it.
 */
export class ColumnReader {
  private readonly journal: Journal;
  private position = -1;
  private groups: AsyncGenerator<GroupCursor> | null = null;
  /** A group that the previous chunk took only in part. */
  private begun: GroupCursor | null = null;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /**
   * Returns at most `most` events from a position on, without ticks that a rewind removed; `null` if it reads none.
   * @throws JournalFault if records are damaged
   */
  async read(from: number, most: number): Promise<Chunk<ColumnarEvents> | null> {
    if (this.groups === null || this.position !== from) {
      await this.close();
      this.groups = groupsFrom(this.journal, from);
    }
    const chunk = new ChunkInMaking(from, most, this.journal);
    for (;;) {
      const group = this.begun ?? (await this.groups.next()).value;
      this.begun = null;
      if (group === undefined) {
        this.groups = null;
        break;
      }
      if (await chunk.takes(group)) continue;
      this.begun = group;
      break;
    }
    this.position = chunk.next;
    return chunk.next === from ? null : chunk.finish();
  }

  async close(): Promise<void> {
    await this.groups?.return(undefined);
    this.groups = null;
    this.begun = null;
  }
}

/** Yields the groups with records at or after a position up to the current end, or up to one that only `scan` reads. */
async function* groupsFrom(journal: Journal, from: number): AsyncGenerator<GroupCursor> {
  const { folder, end, openFile, openBytes } = journal;
  let expected = from;
  for (const file of reaching(await journalFiles(folder), from, end)) {
    const cursor = new GroupCursor();
    const until = file.name === openFile ? { until: openBytes } : {};
    const { pieces } = await piecesOf(file, until);
    for await (const { raw } of pieces) {
      if (raw === null) return assertWhole(file, until);
      cursor.feed(raw);
      while (cursor.move()) {
        if (cursor.link!.next <= from) continue;
        if (cursor.first > expected) return;
        expected = cursor.link!.next;
        yield cursor;
      }
      if (cursor.isOdd) return assertWhole(file, until);
    }
    if (cursor.endsOpen) return assertWhole(file, until);
  }
}

/** Decodes the records of groups to events that are stored together: as many as have one sender per source. */
class ChunkInMaking {
  next: number;
  private readonly first: number;
  private readonly most: number;
  private readonly journal: Pick<Journal, 'isRewound' | 'rewinds'>;
  private readonly batches = new LineBatches(ACCEPTED, BATCH_EVENTS);
  private readonly positions: number[] = [];
  private readonly rejected: Rejection[] = [];
  private readonly senders = new Map<string, string | undefined>();
  private readonly sources = new Map<string, number>();
  private decoded = 0;

  constructor(first: number, most: number, journal: Pick<Journal, 'isRewound' | 'rewinds'>) {
    this.first = first;
    this.most = most;
    this.next = first;
    this.journal = journal;
  }

  /** Adds the records of a group from `next` on; false if one has no room, or its source another sender. */
  async takes(group: GroupCursor): Promise<boolean> {
    const { bytes, starts, ends, count, first } = group;
    const link = group.link!;
    const screen = this.screenOf(new Map(Object.entries(link.senders)));
    for (let index = Math.max(0, this.next - first); index < count; index++) {
      if (this.positions.length >= this.most) return false;
      if (++this.decoded % SLICE_RECORDS === 0) await setImmediate();
      const [position, start, end] = [first + index, starts[index]!, ends[index]!];
      if (start !== end) {
        screen.position = position;
        const rejection = this.batches.take(position, bytes, start, end, screen.passes);
        if (screen.hasOtherSender) return false;
        if (rejection !== null) {
          this.rejected.push({ ...rejection, raw: Buffer.from(rejection.raw) });
        }
      }
      this.next = position + 1;
    }
    if (link.kind === 'events' && link.source !== undefined) {
      this.sources.set(link.source.topic, link.source.nextOffset);
    }
    this.next = link.next;
    return true;
  }

  finish(): Chunk<ColumnarEvents> {
    const { first, next, positions, rejected, sources } = this;
    const events = new ColumnarEvents(this.batches.finish());
    return { first, next, events, positions, rejected, sources, senders: knownOf(this.senders) };
  }

  /** Returns what passes the events of a group: not ticks that a rewind removed, nor a source with another sender. */
  private screenOf(senders: ReadonlyMap<string, string>) {
    let columns: EventColumns | null = null;
    /** By the code of a source, whether its sender is that of the chunk. */
    let isSame: (boolean | undefined)[] = [];
    const hasRewinds = this.journal.rewinds.length > 0;
    const screen = {
      position: 0,
      hasOtherSender: false,
      passes: (into: EventColumns): boolean => {
        const row = into.rows - 1;
        const { position } = screen;
        if (hasRewinds && this.journal.isRewound(stampOf(into, row), position)) return false;
        if (into !== columns) [columns, isSame] = [into, []];
        const code = into.columns.source.codes[row]!;
        isSame[code] ??= this.hasSender(into.columns.source.words[code]!, senders);
        screen.hasOtherSender = !isSame[code];
        if (!screen.hasOtherSender) this.positions.push(position);
        return !screen.hasOtherSender;
      },
    };
    return screen;
  }

  private hasSender(source: string, senders: ReadonlyMap<string, string>): boolean {
    if (this.senders.has(source)) return this.senders.get(source) === senders.get(source);
    this.senders.set(source, senders.get(source));
    return true;
  }
}

function stampOf({ columns }: EventColumns, row: number) {
  return {
    type: columns.type.words[columns.type.codes[row]!]!,
    source: columns.source.words[columns.source.codes[row]!]!,
    recordedAt: instantAt(columns.recorded_at.halves, row),
  };
}
