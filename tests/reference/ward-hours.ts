import type { Micros } from '../../schemas/instant.ts';
import { ascii } from './log.ts';
import type { Components } from './minutes.ts';
import { nearestDouble, ratio } from './rational.ts';
import type { ReferenceHour } from './reference-hour.ts';

/** One ward in one UTC hour: the sums of its encounter-hours. */
export interface ReferenceWardHour {
  readonly wardId: string;
  readonly hour: Micros;
  /** Some row is provisional. */
  readonly provisional: boolean;
  readonly components: Components;
  readonly minutes: number;
  readonly minutesLow: number;
  readonly minutesHigh: number;
  /** Encounters with a row in the hour. */
  readonly patients: number;
  /** Patients present at the hour's end. */
  readonly census: number;
  /** Patient-hours · 3.6·10⁹. */
  readonly presenceMicros: Micros;
  readonly arrivals: number;
  readonly departures: number;
  /** Mean over presence; null where nobody was present. */
  readonly coverage: number | null;
  /** Fresh inputs, 0..11 a patient, weighted by presence: what `coverage` is divided from. */
  readonly freshMicros: bigint;
  readonly imputedPatients: number;
  /** What it is summed from. */
  readonly rows: readonly ReferenceHour[];
}

/** BALANCE.md, Need, without staffing: sums by ward and hour, sorted by hour and ward. */
export function referenceWardHours(rows: readonly ReferenceHour[]): ReferenceWardHour[] {
  const keys = new Map(rows.map((row) => [JSON.stringify([row.wardId, row.hour]), row]));
  return [...keys.values()]
    .map(({ wardId, hour }) =>
      wardHourOf(rows.filter((row) => row.wardId === wardId && row.hour === hour)),
    )
    .sort((a, b) => a.hour - b.hour || ascii(a.wardId, b.wardId));
}

function wardHourOf(rows: readonly ReferenceHour[]): ReferenceWardHour {
  const { wardId, hour } = rows[0]!;
  const sum = (of: (row: ReferenceHour) => number) => rows.reduce((s, row) => s + of(row), 0);
  const presenceMicros = sum((row) => row.presenceMicros);
  const weighted = rows.reduce(
    (s, row) => s + BigInt(row.freshInputs) * BigInt(row.presenceMicros),
    0n,
  );
  return {
    wardId,
    hour,
    provisional: rows.some((row) => row.provisional),
    components: {
      base: sum(({ components }) => components.base),
      generalCare: sum(({ components }) => components.generalCare),
      specialCare: sum(({ components }) => components.specialCare),
      surveillance: sum(({ components }) => components.surveillance),
      churn: sum(({ components }) => components.churn),
      oneToOne: sum(({ components }) => components.oneToOne),
      escort: sum(({ components }) => components.escort),
    },
    minutes: sum((row) => row.minutes),
    minutesLow: sum((row) => row.minutesLow),
    minutesHigh: sum((row) => row.minutesHigh),
    patients: rows.length,
    census: rows.filter((row) => row.presentAtEnd).length,
    presenceMicros,
    arrivals: sum((row) => row.arrivals),
    departures: sum((row) => row.departures),
    coverage:
      presenceMicros === 0 ? null : nearestDouble(ratio(weighted, 11n * BigInt(presenceMicros))),
    freshMicros: weighted,
    imputedPatients: rows.filter((row) => row.imputed.length > 0).length,
    rows,
  };
}
