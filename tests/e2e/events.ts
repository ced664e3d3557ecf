import type { WireEvent } from '../../schemas/ward-event.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** A patient: the vital signs of NEWS2 0 in one set, and two areas of function at level 2. */
const VITALS = {
  'respiratory-rate': 18,
  spo2: 97,
  'supplemental-oxygen': false,
  'systolic-bp': 124,
  'heart-rate': 84,
  temperature: 37.2,
  consciousness: 'A',
};
const FUNCTIONS = {
  'function.hygiene': 2,
  'function.mobility': 2,
  'function.nutrition': 1,
  'function.elimination': 1,
};

type Body = { readonly type: string; readonly [field: string]: unknown };

/** The instant as events have it. */
export const utc = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

let events = 0;

/** An event of the test's own source, recorded when it happened where nothing else is said. */
export function event(at: number, body: Body, recordedAt = at): WireEvent {
  events += 1;
  const head = {
    id: `e${events}`,
    source: 'e2e',
    occurredAt: utc(at),
    recordedAt: utc(recordedAt),
  };
  return { ...head, ...body } as unknown as WireEvent;
}

export const tick = (at: number): WireEvent => event(at, { type: 'tick' });

/** A whole set of vital signs. */
export function vitals(at: number, encounterId: string): WireEvent[] {
  return observed(at, encounterId, VITALS);
}

/** Levels of function by which general care is A2. */
export function functions(at: number, encounterId: string): WireEvent[] {
  return observed(at, encounterId, FUNCTIONS);
}

function observed(at: number, encounterId: string, values: Record<string, unknown>): WireEvent[] {
  return Object.entries(values).map(([code, value]) =>
    event(at, { type: 'observation', encounterId, code, value }),
  );
}

/** Nurses of a ward by role, recorded at an instant; `actual` goes before `planned`. */
export function staffing(
  wardId: string,
  basis: 'planned' | 'actual',
  [from, to]: readonly [number, number],
  headcounts: { readonly rn: number; readonly na?: number },
  recordedAt: number,
): WireEvent[] {
  const span = { type: 'staffing', wardId, basis, from: utc(from), to: utc(to) };
  return Object.entries(headcounts).map(([role, headcount]) =>
    event(recordedAt, { ...span, role, headcount }),
  );
}
