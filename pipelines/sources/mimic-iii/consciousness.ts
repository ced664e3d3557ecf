import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import { Moments } from './moments.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

/** What was charted of the Glasgow Coma Scale at one moment. */
export interface Glasgow {
  eye?: number;
  /** `untestable`: intubated or with a tracheostomy, no voice. */
  verbal?: number | 'untestable';
  motor?: number;
  total?: number;
}

/**
 * The nearest of A, C, V, P, U; `null` if neither eye and motor response nor a total is known.
 *
 * - Eyes open by themselves: A with full orientation (GCS 15) or, without a voice, when commands
 *   are obeyed; else C.
 * - Eyes open to speech: V. To pain: P.
 * - Eyes stay closed: V when commands are obeyed all the same, P with any other motor response,
 *   U with none.
 * - A total alone: 15 A, 14 C, 9 to 13 V, 4 to 8 P, 3 U (after Kelly, Upex and Bateman 2004, whose
 *   median totals for A, V, P, U are 15, 13, 8 and 3; the limits between are ours).
 */
export function consciousness({ eye, verbal, motor, total }: Glasgow) {
  if (eye === undefined || motor === undefined) return byTotal(total);
  if (eye >= 4) {
    const awake = verbal === 5 || verbal === 'untestable';
    if (verbal === undefined && total === undefined) return motor >= 6 ? 'A' : 'C';
    return motor >= 6 && (awake || total === 15) ? 'A' : 'C';
  }
  if (eye === 3) return 'V';
  if (eye === 2) return 'P';
  if (motor >= 6) return 'V';
  return motor >= 2 ? 'P' : 'U';
}

function byTotal(total: number | undefined) {
  if (total === undefined) return null;
  if (total >= 15) return 'A';
  if (total === 14) return 'C';
  if (total >= 9) return 'V';
  return total >= 4 ? 'P' : 'U';
}

/** Gathers the parts charted at one moment into one observation. */
export class Consciousness {
  readonly #moments = new Moments<Glasgow>(() => ({}));

  take(row: Row, rule: RuleOf<'gcs'>): MappingResult {
    if (row.number === null) return { unused: 'no value' };
    const glasgow = this.#moments.at(row);
    if (rule.part === 'verbal') {
      const untestable = rule.untestable?.includes(row.text.toLowerCase()) === true;
      glasgow.verbal = untestable ? 'untestable' : row.number;
    } else {
      glasgow[rule.part] = row.number;
    }
    return { used: 'observation consciousness' };
  }

  /** One event a moment; moments without enough parts give none. */
  events(): WireEvent[] {
    return this.#moments.map((stamp, glasgow) => {
      const value = consciousness(glasgow);
      if (value === null) return null;
      return {
        ...envelope(stamp, 'consciousness'),
        type: 'observation',
        code: 'consciousness',
        value,
      };
    });
  }
}
