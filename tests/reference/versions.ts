import type { WardEvent } from '../../schemas/ward-event.ts';

/** The versions that count, one of every `(source, id)`, those that remove their event among them. */
export function countingVersions<T extends { readonly event: WardEvent }>(log: readonly T[]): T[] {
  const best = new Map<string, T>();
  for (const entry of log) {
    const key = `${entry.event.source} ${entry.event.id}`;
    const held = best.get(key);
    if (held === undefined || byVersion(entry.event, held.event) > 0) best.set(key, entry);
  }
  return [...best.values()];
}

/**
 * Orders versions of one event: the greater counts. MODEL.md §1: the latest recorded; of those recorded at
 * once a removal before an amendment before the original; only then the content, field by field in the
 * order that MODEL.md states: texts by their UTF-8 bytes, times and numbers by size, a missing field last.
 */
export function byVersion(a: WardEvent, b: WardEvent): number {
  const [mine, other] = [rank(a), rank(b)];
  return mine.map((field, i) => compare(field, other[i])).find((order) => order !== 0) ?? 0;
}

type Field = string | number | boolean | undefined;

const STANDING = { final: 0, amended: 1, 'entered-in-error': 2 };

function rank(event: WardEvent): Field[] {
  const field = event as Partial<Record<string, Field>>;
  const value = 'value' in event ? event.value : undefined;
  const isNumber = typeof value === 'number';
  return [
    event.recordedAt,
    STANDING[event.status],
    event.occurredAt,
    event.type,
    field.encounterId,
    field.code,
    isNumber ? value : undefined,
    isNumber || value === undefined ? field.note : String(value),
    ...[field.unit, field.wardId, field.bed, field.age, field.pregnant, field.plannedDischargeAt],
    ...[field.minutes, field.form, field.volumeMl, field.instrument, field.total],
    'items' in event && event.items !== undefined ? canonical(event.items) : undefined,
    ...[field.role, field.basis, field.from, field.to, field.headcount],
  ];
}

function canonical(items: Readonly<Record<string, number>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(items).sort()));
}

function compare(a: Field, b: Field): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return Number(a) - Number(b);
}
