import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import { Moments } from './moments.ts';
import type { MappingResult, Row } from './rows.ts';

/** A look at the pupils is a neuro-check: one observation a moment, whose value 1 says "done". */
export class Pupils {
  readonly #moments = new Moments<null>(() => null);

  take(row: Row): MappingResult {
    if (row.text === '') return { unused: 'no value' };
    this.#moments.at(row);
    return { used: 'observation neuro-check' };
  }

  events(): WireEvent[] {
    return this.#moments.map((stamp) => ({
      ...envelope(stamp, 'neuro-check'),
      type: 'observation',
      code: 'neuro-check',
      value: 1,
    }));
  }
}
