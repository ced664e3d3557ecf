import pino from 'pino';
import type { Micros } from '../../../../schemas/instant.ts';
import {
  type ChannelContext,
  type ExtractLog,
  JournalUnavailable,
  type RefusedRecord,
  type TakenRecord,
} from '../../../../services/adapters/channel.ts';
import type { Mapping } from '../../../../services/adapters/mapping/schema.ts';
import { border } from './messages.ts';

/** A journal in memory, whose commits wait until they are let through. */
export class MemoryJournal implements ExtractLog {
  readonly taken: TakenRecord[] = [];
  readonly refused: RefusedRecord[] = [];
  isFull = false;
  /** What each commit waits for. */
  commit: () => Promise<void> = () => Promise.resolve();
  /** Records that wait for their commit. */
  waiting = 0;

  async take(records: readonly TakenRecord[]): Promise<void> {
    await this.committed();
    this.taken.push(...records);
  }

  async refuse(record: RefusedRecord): Promise<void> {
    await this.committed();
    this.refused.push(record);
  }

  private async committed(): Promise<void> {
    this.waiting++;
    await this.commit();
    this.waiting--;
    if (this.isFull) throw new JournalUnavailable('full');
  }
}

/** A channel of HL7 v2 over a journal in memory. */
export function contextOf(mapping: Mapping, journal: ExtractLog): ChannelContext {
  let now: Micros = 1_772_442_000_000_000;
  return {
    settings: () => mapping.channels[0]!,
    mapping: () => mapping,
    border,
    journal,
    log: pino({ level: 'silent' }),
    now: () => now++,
  };
}
