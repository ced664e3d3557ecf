import { MICROS_PER_MINUTE, type Micros, parseInstant } from '../../../../schemas/instant.ts';
import { Border } from '../../../../services/adapters/border.ts';
import type {
  Act,
  MovementFact,
  Place,
  PlannedDischargeFact,
  StayFact,
  WhereaboutsFact,
} from '../../../../services/adapters/facts.ts';
import { type Mapping, mapping } from '../../../../services/adapters/mapping/schema.ts';
import type { VisitContext } from '../../../../services/adapters/visit/context.ts';

/** Midnight of the day that the minutes of examples are of. */
export const DAY: Micros = parseInstant('2026-03-02T00:00:00Z');
/** An instant by its minute of the day. */
export const minute = (of: number): Micros => DAY + of * MICROS_PER_MINUTE;

const mllp = { kind: 'mllp', port: 0, provides: ['movements'] };

/** A mapping in which the places A, B and C are wards. `places` adds others, or takes one away. */
export function mappingOf(
  places: Record<string, string | undefined> = {},
  more: Record<string, unknown> = {},
): Mapping {
  const known = Object.entries({ A: 'A', B: 'B', C: 'C', ...places });
  return mapping.parse({
    zone: 'UTC',
    keyFile: 'key',
    places: Object.fromEntries(known.filter(([, meaning]) => meaning !== undefined)),
    channels: [
      { ...mllp, name: 'adt', source: 'ehr' },
      { ...mllp, name: 'bed', source: 'ehr', visitNumberMissing: 'open-visit' },
      { ...mllp, name: 'updates', source: 'old', locationFromUpdates: 'assert' },
      {
        kind: 'table',
        name: 'extract',
        source: 'warehouse',
        provides: ['movements'],
        folder: 'in',
        tables: [table],
      },
    ],
    ...more,
  });
}
const table = {
  ...{ file: '*', kind: 'stays', visit: 'visit', place: 'place', from: 'from', key: ['visit'] },
};

/** What examples are interpreted with: the end of their day, unless another minute is given. */
export function contextOf(using: Mapping = mappingOf(), now = 1440, visit = 'V'): VisitContext {
  return { mapping: using, border: new Border(new Uint8Array(32)), visit, now: minute(now) };
}

/** A place by ward, room and bed: `A`, or `A^1^2`. */
export function place(text: string): Place {
  const [unit = '', room = '', bed = ''] = text.split('^');
  return { facility: '', unit, room, bed };
}

interface More {
  readonly recorded?: number;
  readonly to?: string | undefined;
  readonly prior?: string | undefined;
  readonly patientClass?: string | null;
  readonly age?: number;
  readonly channel?: string;
}

function stated({ recorded, channel = 'adt' }: More, at: number | null) {
  const recordedAt = minute(recorded ?? (at ?? 0) + 1);
  return { channel, recordedAt, receivedAt: recordedAt };
}

export function movement(
  trigger: string,
  act: Act,
  at: number | null,
  cancels: boolean,
  more: More,
): MovementFact {
  return {
    kind: 'movement',
    ...stated(more, at),
    ...{ act, cancels, trigger },
    at: at === null ? null : minute(at),
    place: more.to === undefined ? null : place(more.to),
    priorPlace: more.prior === undefined ? null : place(more.prior),
    patientClass: more.patientClass === undefined ? 'I' : more.patientClass,
    age: more.age ?? null,
  };
}

/** Messages as facts. Recorded a minute after they take effect unless `more` says otherwise. */
export const a01 = (at: number, to: string, more: More = {}) =>
  movement('A01', 'arrive', at, false, { to, ...more });
export const a02 = (at: number, to: string, more: More = {}) =>
  movement('A02', 'move', at, false, { to, ...more });
export const a03 = (at: number, more: More = {}) => movement('A03', 'leave', at, false, more);
export const a11 = (at: number | null, more: More = {}) =>
  movement('A11', 'arrive', at, true, more);
export const a12 = (at: number | null, more: More = {}) => movement('A12', 'move', at, true, more);
export const a13 = (at: number | null, more: More = {}) => movement('A13', 'leave', at, true, more);
export const a21 = (at: number, more: More = {}) => movement('A21', 'away', at, false, more);
export const a22 = (at: number, more: More = {}) => movement('A22', 'back', at, false, more);
export const a52 = (at: number | null, more: More = {}) => movement('A52', 'away', at, true, more);
export const a53 = (at: number | null, more: More = {}) => movement('A53', 'back', at, true, more);

export function update(at: number, where: string, more: More = {}): WhereaboutsFact {
  const { channel = 'updates' } = more;
  return {
    kind: 'whereabouts',
    ...stated({ ...more, channel }, at),
    at: minute(at),
    place: place(where),
  };
}

export function planned(plan: number | null, recorded: number): PlannedDischargeFact {
  const plannedDischargeAt = plan === null ? null : minute(plan);
  return { kind: 'planned-discharge', ...stated({ recorded }, 0), plannedDischargeAt };
}

interface MoreOfStay extends More {
  readonly key?: string;
  readonly planned?: number | undefined;
  readonly withdrawn?: boolean;
}

/** A row of a table of stays. */
export function stay(
  where: string,
  from: number,
  to: number | null,
  more: MoreOfStay = {},
): StayFact {
  return {
    kind: 'stay',
    ...stated({ channel: 'extract', recorded: 1430, ...more }, from),
    key: more.key ?? `${from}`,
    place: place(where),
    from: minute(from),
    to: to === null ? null : minute(to),
    plannedDischargeAt: more.planned === undefined ? null : minute(more.planned),
    withdrawn: more.withdrawn ?? false,
    age: more.age ?? null,
  };
}
