import { observationCode } from '../../../schemas/vocabulary.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope, round } from './event.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

const DIGITS: Readonly<Record<string, number>> = { 'blood-glucose': 1, weight: 1 };

const CONVERT = {
  /** 98.6 °F = 37.0 °C. */
  fahrenheit: (value: number) => (value - 32) / 1.8,
  /** mg/dL to mmol/L: glucose weighs 180.16 g/mol. */
  'glucose-mg-dl': (value: number) => value / 18.016,
};

/** Numbers charted as they are, and texts that stand for a number. One row, one observation. */
export class Observations {
  readonly events: WireEvent[] = [];

  number(row: Row, rule: RuleOf<'number'>): MappingResult {
    if (rule.skip?.includes(row.text.toLowerCase()) || row.number === null) {
      return { unused: row.text === '' ? 'no value' : `a text, no number (${rule.code})` };
    }
    if (rule.above !== undefined && row.number <= rule.above) return { unused: 'no value' };
    const value = rule.convert === undefined ? row.number : CONVERT[rule.convert](row.number);
    return this.#observe(row, rule.code, round(value, DIGITS[rule.code] ?? 2));
  }

  level(row: Row, rule: RuleOf<'level'>): MappingResult {
    const value = rule.values.get(row.text.toLowerCase());
    if (value === undefined) {
      return { unused: row.text === '' ? 'no value' : `the text says no level (${rule.code})` };
    }
    return this.#observe(row, rule.code, value);
  }

  #observe(row: Row, code: string, value: number): MappingResult {
    const unit = observationCode(code)?.unit ?? null;
    this.events.push({
      ...envelope(row, code),
      type: 'observation',
      code,
      value,
      ...(unit === null ? {} : { unit }),
    });
    return { used: `observation ${code}` };
  }
}
