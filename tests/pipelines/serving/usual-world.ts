import { MICROS_PER_HOUR, type Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { Ledger } from '../../reference/ledger.ts';
import { type Staffing, standingStaffing } from '../../reference/supply.ts';
import type { ReferenceWardHour } from '../../reference/ward-hours.ts';

/** What an encounter-hour brings to what is usual. */
export interface Row {
  readonly encounterId: string;
  readonly wardId: string;
  readonly hour: Micros;
  readonly presence: Micros;
  /** Micro-minutes. */
  readonly minutes: number;
  /** Of eleven inputs. */
  readonly fresh: number;
}

const keyOf = ({ encounterId, wardId, hour }: Row) => `${encounterId} ${wardId} ${hour}`;

/** Encounter-hours as they are served, and stream time. */
export class World {
  private readonly rows = new Map<string, Row>();
  private readonly staffing: Staffing[] = [];
  streamTime: Micros | null = null;

  set(row: Row): void {
    this.rows.set(keyOf(row), row);
  }

  remove(row: Row): void {
    this.rows.delete(keyOf(row));
  }

  staff(events: readonly Staffing[]): void {
    this.staffing.push(...events);
  }

  where(holds: (row: Row) => boolean): Row[] {
    return [...this.rows.values()].filter(holds);
  }

  /** As the reference reads it: the hour that holds stream time is provisional. */
  ledger(site: Site): Ledger {
    const wardHours = new Map<string, Row[]>();
    for (const row of this.rows.values()) {
      const key = `${row.wardId} ${row.hour}`;
      wardHours.set(key, [...(wardHours.get(key) ?? []), row]);
    }
    return {
      site,
      isAsKnown: false,
      streamTime: this.streamTime,
      staffing: standingStaffing(this.staffing),
      wardHours: [...wardHours.values()].map((rows) => this.wardHour(rows)),
    };
  }

  private wardHour(rows: readonly Row[]): ReferenceWardHour {
    const { wardId, hour } = rows[0]!;
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    const minutes = sum((row) => row.minutes);
    return {
      ...{ wardId, hour, minutes, minutesLow: minutes, minutesHigh: minutes },
      provisional: this.streamTime !== null && hour + MICROS_PER_HOUR > this.streamTime,
      presenceMicros: sum(({ presence }) => presence),
      freshMicros: rows.reduce((s, row) => s + BigInt(row.fresh) * BigInt(row.presence), 0n),
      components: {
        ...{ base: minutes, generalCare: 0, specialCare: 0, surveillance: 0 },
        ...{ churn: 0, oneToOne: 0, escort: 0 },
      },
      ...{ patients: rows.length, census: rows.length, arrivals: 0, departures: 0 },
      ...{ coverage: null, imputedPatients: 0, rows: [] },
    };
  }
}
