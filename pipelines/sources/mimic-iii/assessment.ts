import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import { Moments } from './moments.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

interface BradenCharting {
  total: number | null;
  /** By item number; the texts of the licensed instrument stay out of the product. */
  subscales: Map<number, number>;
}

const SUBSCALES = 6;

/** The Braden total: as charted, or the sum of the six subscales charted at one moment. */
export class Braden {
  readonly #moments = new Moments<BradenCharting>(() => ({ total: null, subscales: new Map() }));

  take(row: Row, rule: RuleOf<'braden'>): MappingResult {
    if (row.number === null) return { unused: 'no value' };
    const charting = this.#moments.at(row);
    if (rule.part === 'total') charting.total = row.number;
    else charting.subscales.set(row.itemid, row.number);
    return { used: 'assessment braden' };
  }

  /** One event a moment; none if a subscale is missing. */
  events(): WireEvent[] {
    return this.#moments.map((stamp, { total, subscales }) => {
      const sum = [...subscales.values()].reduce((a, b) => a + b, 0);
      const known = total ?? (subscales.size === SUBSCALES ? sum : null);
      if (known === null) return null;
      return {
        ...envelope(stamp, 'braden'),
        type: 'assessment',
        instrument: 'braden',
        total: known,
      };
    });
  }
}
