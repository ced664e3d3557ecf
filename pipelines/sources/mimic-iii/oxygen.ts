import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope, round } from './event.ts';
import { Moments } from './moments.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

/** What was charted of the patient's oxygen at one moment. */
export interface OxygenCharting {
  /** A device was charted that gives oxygen (true) or none at all (false). */
  device?: boolean;
  /** L/min, the sum over devices. */
  flow?: number;
  /** Inspired fraction, 0.21 to 1. */
  fraction?: number;
}

const ROOM_AIR = 0.21;

/**
 * A flow above zero is the answer, in L/min. Else the inspired fraction: oxygen above 0.21, air at
 * 0.21. Else the device: oxygen with any that gives it, a ventilator included; air with none.
 */
export function supplementalOxygen({ device, flow, fraction }: OxygenCharting) {
  if (flow !== undefined && flow > 0) return flow;
  if (fraction !== undefined) return fraction > ROOM_AIR;
  return device ?? null;
}

/** Gathers device, flow and fraction charted at one moment into one observation. */
export class Oxygen {
  readonly #moments = new Moments<OxygenCharting>(() => ({}));

  take(row: Row, rule: RuleOf<'oxygen'>): MappingResult {
    if (rule.part === 'device') return this.#device(row, rule);
    if (row.number === null) return { unused: 'no value' };
    if (rule.part === 'flow') {
      if (row.number <= 0) return { unused: 'an oxygen flow of zero says neither air nor oxygen' };
      const charting = this.#moments.at(row);
      charting.flow = round((charting.flow ?? 0) + row.number, 2);
      return { used: 'observation supplemental-oxygen' };
    }
    const fraction = round(row.number > 1 ? row.number / 100 : row.number, 2);
    if (fraction < ROOM_AIR || fraction > 1) {
      return { unused: 'an inspired fraction outside 0.21 to 1' };
    }
    this.#moments.at(row).fraction = fraction;
    return { used: 'observation supplemental-oxygen' };
  }

  events(): WireEvent[] {
    return this.#moments.map((stamp, charting) => {
      const value = supplementalOxygen(charting);
      if (value === null) return null;
      return {
        ...envelope(stamp, 'supplemental-oxygen'),
        type: 'observation',
        code: 'supplemental-oxygen',
        value,
        ...(typeof value === 'number' ? { unit: 'L/min' } : {}),
      };
    });
  }

  #device(row: Row, rule: RuleOf<'oxygen'>): MappingResult {
    const text = row.text.toLowerCase();
    if (text === '' || rule.unknown?.includes(text)) {
      return { unused: 'no value, or an oxygen device of unknown kind' };
    }
    const charting = this.#moments.at(row);
    charting.device = charting.device === true || rule.air?.includes(text) !== true;
    return { used: 'observation supplemental-oxygen' };
  }
}
