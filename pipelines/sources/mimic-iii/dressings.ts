import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope } from './event.ts';
import type { MappingResult, Row } from './rows.ts';
import type { RuleOf } from './rules.ts';

/** A material charted up to this long before the change is what the wound is dressed with. */
const MATERIAL_HOLDS = 24 * 3_600_000;
/** Packing, wet-to-dry and hydrofibre dressings and wound gels take time and skill (assumption). */
const COMPLEX = /^(aquacel|wet to dry|packing|duoderm gel|wound gel|vac)/;

/** Dressing changes: one task a wound and change, complex by the material charted for the wound. */
export class Dressings {
  readonly #changes: { row: Row; wound: string }[] = [];
  readonly #materials = new Map<string, Row[]>();

  take(row: Row, rule: RuleOf<'dressing'>): MappingResult {
    const text = row.text.toLowerCase();
    if (text === '') return { unused: 'no value' };
    if (rule.part === 'status') {
      if (text !== 'changed') return { unused: 'the dressing was not changed' };
      this.#changes.push({ row, wound: rule.wound });
      return { used: 'task dressing' };
    }
    const key = `${row.encounterId} ${rule.wound}`;
    this.#materials.set(key, [...(this.#materials.get(key) ?? []), row]);
    return { used: 'what a wound is dressed with' };
  }

  events(): WireEvent[] {
    return this.#changes.map(({ row, wound }) => {
      const code = this.#isComplex(row, wound) ? 'dressing.complex' : 'dressing.simple';
      return { ...envelope(row, code), type: 'task', code };
    });
  }

  #isComplex(change: Row, wound: string): boolean {
    let latest: Row | null = null;
    for (const material of this.#materials.get(`${change.encounterId} ${wound}`) ?? []) {
      const age = change.occurredAt - material.occurredAt;
      if (age < 0 || age > MATERIAL_HOLDS) continue;
      if (latest === null || material.occurredAt >= latest.occurredAt) latest = material;
    }
    return latest !== null && COMPLEX.test(latest.text.toLowerCase());
  }
}
