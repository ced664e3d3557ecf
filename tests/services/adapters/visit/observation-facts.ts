import { parseInstant } from '../../../../schemas/instant.ts';
import { Border } from '../../../../services/adapters/border.ts';
import type { Coding, ObservationFact, SourceValue } from '../../../../services/adapters/facts.ts';
import { type Mapping, mapping } from '../../../../services/adapters/mapping/schema.ts';
import type { VisitContext } from '../../../../services/adapters/visit/context.ts';

/** A mapping with one channel, named `ward`, and what the test is about. */
export function mappingWith(codes: unknown[], channel: object = {}, more: object = {}): Mapping {
  return mapping.parse({
    zone: 'Europe/Stockholm',
    keyFile: 'pseudonym.key',
    codes,
    channels: [
      {
        ...{ kind: 'mllp', name: 'ward', source: 'ehr', port: 0 },
        provides: ['observations', 'needs', 'tasks', 'medications'],
        ...channel,
      },
    ],
    ...more,
  });
}

const KEY = new Uint8Array(32).fill(7);

export function contextOf(mapping: Mapping, now = '2026-03-04T00:00:00Z'): VisitContext {
  return { mapping, border: new Border(KEY), visit: 'V', now: parseInstant(now) };
}

export const loinc = (code: string): Coding => ({ system: 'LN', code, display: '' });
export const snomed = (code: string): Coding => ({ system: 'SCT', code, display: '' });
export const local = (code: string, display = ''): Coding => ({ system: 'L', code, display });
export const number = (text: string): SourceValue => ({ type: 'number', text });
export const text = (words: string): SourceValue => ({ type: 'text', text: words });
export const coded = (...codings: Coding[]): SourceValue => ({ type: 'coded', codings });

/** A charting at 09:00 on 2 March 2026 UTC, recorded then, unless the test says otherwise. */
export function charting(
  code: Coding,
  value: SourceValue,
  unit = '',
  more: Partial<ObservationFact> = {},
): ObservationFact {
  const at = typeof more.at === 'number' ? more.at : instant('09:00');
  return {
    kind: 'observation',
    channel: 'ward',
    recordedAt: at,
    receivedAt: at,
    identity: [''],
    identifiedByTime: true,
    codes: [code],
    value,
    units: unit === '' ? [] : [unit],
    at,
    standing: 'holds',
    status: 'F',
    ...more,
  };
}

/** A time of day on a day of March 2026, UTC. */
export function instant(time: string, day = 2): number {
  return parseInstant(`2026-03-0${day}T${time}:00Z`);
}
