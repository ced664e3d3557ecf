import { setImmediate } from 'node:timers/promises';
import type { RecordBatch } from 'apache-arrow';
import type { Connection } from '../warehouse/connection.ts';
import { IdentityTable } from './identity-table.ts';

/** Where other rows of the events of a delivery may be. */
export interface Contested {
  /** The identities that the log may have had before. */
  readonly identities: BigUint64Array;
  /** Deliveries that may have them, the one at hand among them. */
  readonly deliveries: readonly number[];
}

/** A delivery that is in the log. */
interface Arrived {
  readonly delivery: number;
  /** The identity of each row. */
  readonly identities: BigUint64Array;
  /** The rows that were not new to the table. */
  readonly contested: readonly number[];
}

/** Deliveries that are looked into one by one. */
const MOST_DELIVERIES = 5_000;

const LOGGED = `
  select identity, delivery from event
  union all
  select identity, delivery from superseded_event`;

/**
 * Which identities are in the log, and where: what finds other rows of an event without a scan of all. Only ever a hint,
 * which the log confirms. Filled from the log once, beside the first deliveries.
 */
export class KnownIdentities {
  private readonly table = new IdentityTable();
  private readonly connect: () => Promise<Connection>;
  private filling: Promise<void> | null = null;
  private isFilled = false;
  private isClosed = false;

  /** @param connect opens a connection to the log, which is used once */
  constructor(connect: () => Promise<Connection>) {
    this.connect = connect;
  }

  /** Resolves when the table is filled, or filling it failed. */
  async filled(): Promise<void> {
    await this.filling;
  }

  /** Entries of the table: one for each delivery that an event is stored of. */
  get size(): number {
    return this.table.size;
  }

  /**
   * Notes a delivery that was added to the log.
   * @returns where to look for other rows of its events; `null` for everywhere
   */
  arrive(delivery: number, identities: BigUint64Array): Arrived & { where: Contested | null } {
    const halves = halvesOf(identities);
    const { isFilled, table } = this;
    this.filling ??= this.fill();
    const contested: number[] = [];
    const places = new Set<number>();
    for (let row = 0; row < identities.length; row++) {
      if (!table.addNew(halves[row * 2]!, delivery, places)) contested.push(row);
    }
    const deliveries = [...new Set([...table.deliveriesOf(places), delivery])];
    const where =
      isFilled && deliveries.length <= MOST_DELIVERIES
        ? { identities: BigUint64Array.from(contested, (row) => identities[row]!), deliveries }
        : null;
    return { delivery, identities, contested, where };
  }

  /** Notes the rows of a delivery that stay in the log, once it is settled: all but duplicates. */
  settled({ delivery, identities, contested }: Arrived, duplicates: readonly number[]): void {
    const gone = new Set(duplicates);
    const halves = halvesOf(identities);
    for (const row of contested) {
      if (!gone.has(row)) this.table.add(halves[row * 2]!, delivery);
    }
  }

  /** Stops filling. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.filling;
  }

  private async fill(): Promise<void> {
    try {
      const connection = await this.connect();
      try {
        for await (const batch of connection.batches(LOGGED)) {
          if (this.isClosed) return;
          this.addAll(batch);
          await setImmediate();
        }
        this.isFilled = true;
      } finally {
        connection.close();
      }
    } catch {
      // until it works the log is searched as a whole
      this.filling = null;
    }
  }

  private addAll(batch: RecordBatch): void {
    const [identities, deliveries] = batch.data.children;
    const halves = halvesOf(identities!.values as BigUint64Array);
    const from = deliveries!.values as Int32Array;
    for (let row = 0; row < batch.numRows; row++) this.table.add(halves[row * 2]!, from[row]!);
  }
}

/** The two halves of each identity, the lower one first. */
function halvesOf({ buffer, byteOffset, length }: BigUint64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length * 2);
}
