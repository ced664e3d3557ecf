import type { Micros } from '../../schemas/instant.ts';
import type { Logger } from '../platform/log.ts';
import type { Extract, Note, Refusal } from './adapter.ts';
import type { Border } from './border.ts';
import type { Channel, Mapping } from './mapping/schema.ts';

/** What a channel keeps of one record, or of a file. */
export interface TakenRecord {
  readonly channel: string;
  readonly receivedAt: Micros;
  readonly extracts: readonly Extract[];
  /** What could not be used of it, known before it is interpreted. */
  readonly notes: readonly Note[];
}

/** A record that cannot be read. */
export interface RefusedRecord extends Refusal {
  readonly channel: string;
  readonly receivedAt: Micros;
  readonly bytes: Uint8Array;
}

/** The journal as a channel sees it. Records that come within a short time are committed together. */
export interface ExtractLog {
  /**
   * Keeps records, all or none of them; resolves once they survive a power cut.
   * @throws JournalUnavailable if they are not kept: the sender must send them again
   */
  take(records: readonly TakenRecord[]): Promise<void>;
  /** Keeps a record that cannot be read, apart and for a short time. @throws JournalUnavailable */
  refuse(record: RefusedRecord): Promise<void>;
}

/** The journal keeps nothing now: the disk is full, the queue is full, or the process stops. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

/** What a channel works with. Settings are read at each record, since the mapping file is reloaded. */
export interface ChannelContext {
  readonly settings: () => Channel;
  readonly mapping: () => Mapping;
  readonly border: Border;
  readonly journal: ExtractLog;
  readonly log: Logger;
  readonly now: () => Micros;
}

/** How a channel does, for health, metrics and the pipeline screen. */
export interface ChannelStatus {
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly state: 'open' | 'closed' | 'failing';
  /** What fails and how to fix it; `null` if nothing does. Nothing of a record. */
  readonly problem: string | null;
  readonly connections: number;
  readonly lastReceivedAt: Micros | null;
  readonly received: number;
  /** Answers by code, such as AA, AE, AR. */
  readonly answers: Readonly<Record<string, number>>;
  /** Bytes outside of frames. */
  readonly noise: number;
}

/** A source of records that is open: a listener or a watched folder. */
export interface RunningChannel {
  start(): Promise<void>;
  /** Takes nothing more, and resolves when what was taken is answered. */
  stop(): Promise<void>;
  status(): ChannelStatus;
}
