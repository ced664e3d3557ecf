import { formatInstant, type Micros } from '../../../schemas/instant.ts';
import type { DerivedEvent, StoredExtract } from '../adapter.ts';
import type { Fact } from '../facts.ts';
import { factsOf, isRoster } from '../formats.ts';
import { meaningOf } from '../mapping/codes.ts';
import type { Mapping } from '../mapping/schema.ts';

type Family = 'movement' | 'care' | 'medication' | 'plan';

const MOVEMENTS: readonly string[] = [
  'admission',
  'transfer',
  'discharge',
  'leave.start',
  'leave.end',
];

/** Which facts of a group are in its events: those whose time and kind an event has. */
export class UsedFacts {
  private readonly used = new Set<string>();
  private readonly mapping: Mapping;

  constructor(events: readonly DerivedEvent[], mapping: Mapping) {
    this.mapping = mapping;
    for (const event of events) {
      this.used.add(keyOf(familyOf(event), event.occurredAt));
      if ('plannedDischargeAt' in event && event.plannedDischargeAt != null) {
        this.used.add(keyOf('plan', event.plannedDischargeAt));
      }
    }
  }

  /** True if a fact of the extract is in an event. */
  isUsed(extract: StoredExtract): boolean {
    if (isRoster(extract)) return true;
    return factsOf([extract], this.mapping).facts.some((fact) => this.isInEvent(fact));
  }

  private isInEvent(fact: Fact): boolean {
    switch (fact.kind) {
      case 'movement':
        return !fact.cancels && this.has('movement', fact.at);
      case 'stay':
        return !fact.withdrawn && this.has('movement', fact.from);
      case 'whereabouts':
        return this.has('movement', fact.at);
      case 'planned-discharge':
        return this.has('plan', fact.plannedDischargeAt);
      case 'observation':
        return meaningOf(fact.codes, this.mapping) !== null && this.has('care', fact.at);
      case 'medication':
        return this.has('medication', fact.start);
      default:
        return false;
    }
  }

  private has(family: Family, at: Micros | string | null): boolean {
    return typeof at === 'number' && this.used.has(keyOf(family, formatInstant(at)));
  }
}

export function isMovement({ type }: { readonly type: string }): boolean {
  return MOVEMENTS.includes(type);
}

function familyOf(event: DerivedEvent): Family {
  if (isMovement(event)) return 'movement';
  return event.type === 'medication' ? 'medication' : 'care';
}

function keyOf(family: Family, at: string): string {
  return `${family} ${at}`;
}
