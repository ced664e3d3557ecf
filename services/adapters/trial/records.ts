import type { Micros } from '../../../schemas/instant.ts';
import type { Extract, Note, Refusal, StoredExtract } from '../adapter.ts';
import type { Border } from '../border.ts';
import { readMessage } from '../hl7v2/extract.ts';
import { messagesOf } from '../hl7v2/files.ts';
import { refusalOfFrame } from '../hl7v2/receive.ts';
import type { Hl7Channel, Mapping, RosterChannel, TableChannel } from '../mapping/schema.ts';
import { readRosterFile, rosterNotes } from '../roster/channel.ts';
import { rosterExtract } from '../roster/interpret.ts';
import { completed, type KnownRow } from '../tables/complete.ts';
import { readTable } from '../tables/extract.ts';
import { badFile } from '../tables/rows.ts';
import { type TrialInput, tableOf } from './inputs.ts';

/** What is known of a record: a message, or a row of a table. */
export interface TrialRecord {
  readonly extracts: readonly StoredExtract[];
}

/** A message or file that cannot be read. */
export interface TrialRefusal extends Refusal {
  readonly channel: string;
  readonly path: string;
  /** Of a message its number in the file, from 1; `null` for a file. */
  readonly message: number | null;
}

/** What reading came to. */
export interface TrialRead {
  readonly channel: string;
  readonly unit: 'messages' | 'rows';
  /** Records read, those that were refused among them. */
  read: number;
  refused: number;
  readonly records: TrialRecord[];
  /** Rows of rosters that count in an hour; they are read into days and not kept one by one. */
  rosterRows: number;
}

export interface TrialContext {
  readonly mapping: Mapping;
  readonly border: Border;
  readonly now: Micros;
}

/** Reads the files of a trial one after another, and keeps what is kept of their records. */
export class TrialReader {
  private readonly context: TrialContext;
  private readonly known = new Map<string, readonly KnownRow[]>();
  private readonly byChannel = new Map<string, TrialRead>();
  readonly extracts: StoredExtract[] = [];
  readonly notes: Note[] = [];
  readonly refusals: TrialRefusal[] = [];

  constructor(context: TrialContext) {
    this.context = context;
  }

  get channels(): TrialRead[] {
    return [...this.byChannel.values()];
  }

  /** @param onRead called with the number of records after some of them, so that a long file shows progress */
  async read(input: TrialInput, onRead: (records: number) => void): Promise<void> {
    const { channel } = input;
    const unit = channel.kind === 'mllp' || channel.kind === 'hl7-files' ? 'messages' : 'rows';
    let read = this.byChannel.get(channel.name);
    if (read === undefined) {
      read = { channel: channel.name, unit, read: 0, refused: 0, records: [], rosterRows: 0 };
      this.byChannel.set(channel.name, read);
    }
    if (channel.kind === 'table') await this.readTable(input, channel, read);
    else if (channel.kind === 'roster') await this.readRoster(input, channel, read);
    else this.readMessages(input, channel, read, onRead);
    onRead(read.read);
  }

  private readMessages(
    { path, bytes }: TrialInput,
    channel: Hl7Channel,
    read: TrialRead,
    onRead: (records: number) => void,
  ): void {
    const { mapping, border } = this.context;
    for (const [at, frame] of messagesOf(bytes, channel.limit).entries()) {
      read.read++;
      const found =
        frame.kind === 'message'
          ? readMessage(frame.bytes, { channel, mapping, border })
          : { refusal: refusalOfFrame(frame.kind), extracts: [], notes: [] };
      if (found.refusal !== null) {
        read.refused++;
        const { name } = channel;
        this.refusals.push({ ...found.refusal, channel: name, path, message: at + 1 });
        continue;
      }
      this.keep(read, found.extracts, found.notes);
      if (read.read % 500 === 0) onRead(read.read);
    }
  }

  private async readTable(
    { path, bytes, writtenAt }: TrialInput,
    channel: TableChannel,
    read: TrialRead,
  ): Promise<void> {
    const table = tableOf(channel, path);
    if (table === null) {
      const patterns = channel.tables.map(({ file }) => file).join(', ');
      this.refuse(read, path, badFile(`No table of the channel has this name: ${patterns}`));
      return;
    }
    const { mapping, border } = this.context;
    const found = await readTable(bytes, table, { channel, mapping, border, writtenAt });
    if ('reason' in found) {
      this.refuse(read, path, found);
      return;
    }
    read.read += found.rows;
    for (const extract of found.extracts) this.keep(read, [extract], []);
    this.notes.push(...found.notes);
    if (table.scope !== 'complete') return;
    const kind = JSON.stringify([channel.name, table.file]);
    const before = this.known.get(kind) ?? [];
    const { withdrawals, known } = completed(before, found, writtenAt);
    this.known.set(kind, known);
    this.store(channel.name, withdrawals);
  }

  private async readRoster(
    { path, bytes, writtenAt }: TrialInput,
    channel: RosterChannel,
    read: TrialRead,
  ): Promise<void> {
    const found = await readRosterFile(bytes, writtenAt, channel, this.context.mapping);
    if ('reason' in found) {
      this.refuse(read, path, found);
      return;
    }
    read.read += found.rows;
    const unused = found.mistakes.filter(({ problem }) => problem !== 'two-wards-at-once');
    read.rosterRows += found.rows - new Set(unused.map(({ line }) => line)).size;
    const extracts = found.parts.map((part) => rosterExtract(part, channel.name));
    this.store(channel.name, extracts);
    this.notes.push(...rosterNotes(found, channel));
  }

  /** A file that cannot be read is one record: how many it has is not known. */
  private refuse(read: TrialRead, path: string, refusal: Refusal): void {
    read.read++;
    read.refused++;
    this.refusals.push({ ...refusal, channel: read.channel, path, message: null });
  }

  private keep(read: TrialRead, extracts: readonly Extract[], notes: readonly Note[]): void {
    read.records.push({ extracts: this.store(read.channel, extracts) });
    this.notes.push(...notes);
  }

  private store(channel: string, extracts: readonly Extract[]): StoredExtract[] {
    const stored = extracts.map((extract) => ({
      ...extract,
      sequence: this.extracts.length,
      channel,
      receivedAt: this.context.now,
    }));
    for (const extract of stored) this.extracts.push(extract);
    return stored;
  }
}
