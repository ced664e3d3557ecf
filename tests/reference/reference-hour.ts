import type { Micros } from '../../schemas/instant.ts';
import type { ALevels, Level } from './a-level.ts';
import type { Counts } from './counts.ts';
import type { Inputs } from './inputs.ts';
import type { Components } from './minutes.ts';
import type { News2Reason } from './patient.ts';
import type { Recorded } from './recorded.ts';

/** One encounter on one ward in one UTC hour. Times in microseconds, minutes in micro-minutes. */
export interface ReferenceHour extends ALevels {
  readonly encounterId: string;
  readonly wardId: string;
  readonly bed: string | null;
  readonly hour: Micros;
  /** The hour holds the stream time. */
  readonly provisional: boolean;
  readonly presenceMicros: Micros;
  /** Hours of a usual day that the norms are spread over. */
  readonly dayHours: number;
  readonly components: Components;
  readonly minutes: number;
  readonly minutesLow: number;
  readonly minutesHigh: number;
  /** 100 is an A2/S2 patient by day; null without presence. */
  readonly index: number | null;
  /** 0..11 */
  readonly freshInputs: number;
  readonly coverage: number;
  readonly news2: number | null;
  readonly news2Low: number | null;
  readonly news2High: number | null;
  readonly news2Reason: News2Reason | null;
  /** After the rule: raise at once, lower after four hours. */
  readonly sLevel: Level;
  readonly sLevelRaw: Level;
  readonly inputs: Inputs;
  readonly counts: Counts;
  /** When the latest task or medication of the hour was that the S level counts. */
  readonly careAt: Micros | null;
  readonly recorded: Recorded;
  /** Sorted. */
  readonly imputed: readonly string[];
  /** Stays on the ward that begin in the hour. */
  readonly arrivals: number;
  /** Stays on the ward that end in the hour. */
  readonly departures: number;
  readonly presentAtEnd: boolean;
  readonly vitalsOverdue: number | null;
  /** Stream time. */
  readonly computedAt: Micros;
}
