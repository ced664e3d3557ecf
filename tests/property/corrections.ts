import fc from 'fast-check';
import type { Micros } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Logged } from '../reference/score.ts';
import { anyBody, type Body, bed } from './bodies.ts';
import { gap, moment, SKEW } from './moments.ts';

const PLAIN = ['remove', 'remove', 'confirm', 'earlier version', 'sent twice'] as const;

/** A later word on an event: picked by number, moves more often than others. */
export interface Correction {
  readonly pick: number;
  readonly ofMove: boolean;
  readonly after: Micros;
  readonly change:
    | { readonly kind: 'remove' }
    | { readonly kind: 'confirm' }
    | { readonly kind: 'earlier version' }
    | { readonly kind: 'sent twice' }
    | { readonly kind: 'replace'; readonly body: Body }
    | { readonly kind: 'retime'; readonly at: Micros }
    | { readonly kind: 'rebed'; readonly bed: string | null }
    | { readonly kind: 'reassign'; readonly to: number };
}

export function correction(hours: number, wardIds: readonly string[]): fc.Arbitrary<Correction> {
  return fc.record({
    pick: fc.nat(9999),
    ofMove: fc.boolean(),
    after: fc.oneof(fc.constant(0), gap),
    change: fc.oneof(
      fc.record({ kind: fc.constant('rebed' as const), bed: fc.option(bed, { freq: 3 }) }),
      fc.constantFrom(...PLAIN).map((kind) => ({ kind })),
      fc.record({ kind: fc.constant('replace' as const), body: anyBody(wardIds) }),
      fc.record({ kind: fc.constant('retime' as const), at: moment(0, hours) }),
      fc.record({ kind: fc.constant('reassign' as const), to: fc.nat(9999) }),
    ),
  });
}

const MOVES = ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end'];

/** The log with the corrected versions after it; some are recorded in the very instant of another version. */
export function corrected(
  log: readonly Logged[],
  corrections: readonly Correction[],
  start: Micros,
): Logged[] {
  const result = [...log];
  for (const { pick, ofMove, after, change } of corrections) {
    const pool = ofMove ? result.filter(({ event }) => MOVES.includes(event.type)) : result;
    const target = pool[pick % pool.length];
    if (target === undefined) continue;
    if (change.kind === 'sent twice') {
      result.push(target);
      continue;
    }
    const event = changed(target, change, result, start);
    const backwards = change.kind === 'earlier version';
    const recordedAt = target.event.recordedAt + (backwards ? -after : after);
    const occurredAt = Math.min(event.occurredAt, recordedAt + SKEW);
    result.push({ ...target, event: { ...event, occurredAt, recordedAt } });
  }
  return result;
}

function changed(
  { event, partition }: Logged,
  change: Exclude<Correction['change'], { kind: 'sent twice' }>,
  log: readonly Logged[],
  start: Micros,
): WardEvent {
  const amended: WardEvent = { ...event, status: 'amended' };
  switch (change.kind) {
    case 'remove':
      return { ...event, status: 'entered-in-error' };
    case 'confirm':
    case 'earlier version':
      return { ...event, status: 'final' };
    case 'retime':
      return { ...amended, occurredAt: start + change.at };
    case 'rebed': {
      if (amended.type !== 'admission' && amended.type !== 'transfer') return amended;
      const { bed: _, ...move } = amended;
      return change.bed === null ? move : { ...move, bed: change.bed };
    }
    case 'replace': {
      if (!('encounterId' in amended)) return amended;
      const { id, source, status, occurredAt, recordedAt, encounterId } = amended;
      return { id, source, status, occurredAt, recordedAt, encounterId, ...change.body };
    }
    case 'reassign': {
      if (!('encounterId' in amended)) return amended;
      const neighbours = log
        .filter((entry) => entry.partition === partition)
        .flatMap((entry) => ('encounterId' in entry.event ? [entry.event.encounterId] : []));
      return { ...amended, encounterId: neighbours[change.to % neighbours.length]! };
    }
  }
}
