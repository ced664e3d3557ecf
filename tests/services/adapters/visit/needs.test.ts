import { expect, test } from 'vitest';
import type { ObservationFact } from '../../../../services/adapters/facts.ts';
import { interpretObservations } from '../../../../services/adapters/visit/observations.ts';
import {
  charting,
  contextOf,
  instant,
  local,
  mappingWith,
  snomed,
  text,
} from './observation-facts.ts';

const MAPPING = mappingWith([
  {
    system: 'L',
    code: 'CVK',
    to: 'care-need:central-line',
    values: { finns: 'start', borttagen: 'stop' },
  },
  { system: 'L', code: 'CVK2', to: 'care-need:central-line' },
  { system: 'L', code: 'OML', to: 'task:dressing.complex' },
]);

/** The starts and stops known at a time, as `+02 09:00`. */
function spans(facts: ObservationFact[], now = '2026-03-09T00:00:00Z') {
  const { events, due } = interpretObservations(facts, contextOf(MAPPING, now));
  const shown = events.map(
    ({ type, occurredAt }) =>
      `${type === 'care-need.start' ? '+' : '-'}${occurredAt.slice(8, 10)} ${occurredAt.slice(11, 16)}`,
  );
  return { spans: shown.toSorted((a, b) => (a.slice(1) < b.slice(1) ? -1 : 1)), due };
}

const line = (time: string, day: number, words = 'finns', code = 'CVK') =>
  charting(local(code), text(words), '', { at: instant(time, day) });

test.each([
  [
    '24 hours after the last charting',
    [line('09:00', 2), line('07:00', 3)],
    ['+02 09:00', '-04 07:00'],
  ],
  [
    'when it is denied',
    [line('09:00', 2), line('15:00', 2, 'borttagen')],
    ['+02 09:00', '-02 15:00'],
  ],
  [
    'twice, after a day without a charting',
    [line('09:00', 2), line('10:00', 3)],
    ['+02 09:00', '-03 09:00', '+03 10:00', '-04 10:00'],
  ],
  ['not, if it was never there', [line('09:00', 2, 'borttagen')], []],
  [
    'with the last of two codes',
    [line('09:00', 2), line('08:00', 3, 'ja', 'CVK2')],
    ['+02 09:00', '-04 08:00'],
  ],
])('a charted need ends %s', (_, facts, expected) => {
  expect(spans(facts).spans).toEqual(expected);
  expect(spans(facts.toReversed()).spans).toEqual(expected);
});

test('a stop that has not come waits for its time, and moves with each charting', () => {
  expect(spans([line('09:00', 2)], '2026-03-02T20:00:00Z')).toEqual({
    spans: ['+02 09:00'],
    due: instant('09:00', 3),
  });
  expect(spans([line('09:00', 2), line('19:00', 2)], '2026-03-02T20:00:00Z').due).toBe(
    instant('19:00', 3),
  );
});

test('a need with its own end does not lapse', () => {
  const code = snomed('40174006');
  const stated = (until: number | null) =>
    charting(code, { type: 'none' }, '', { at: instant('09:00', 2), until });
  expect(spans([stated(null)]).spans).toEqual(['+02 09:00']);
  expect(spans([stated(instant('12:00', 6))]).spans).toEqual(['+02 09:00', '-06 12:00']);
  expect(spans([stated(instant('08:00', 2))]).spans).toEqual([]);
  const { events } = interpretObservations([stated(null)], contextOf(MAPPING));
  expect(events[0]).toMatchObject({ type: 'care-need.start', code: 'isolation' });
});

test('the start keeps its id when the stop moves', () => {
  const ids = (facts: ObservationFact[]) =>
    interpretObservations(facts, contextOf(MAPPING, '2026-03-09T00:00:00Z')).events.map(
      ({ id }) => id,
    );
  expect(ids([line('09:00', 2), line('19:00', 2)])).toEqual(ids([line('09:00', 2)]));
});

test.each([
  ['utförd', 1],
  ['ja', 1],
  ['nej', 0],
])('a task charted as %s', (words, count) => {
  const { events } = interpretObservations(
    [charting(local('OML'), text(words))],
    contextOf(MAPPING),
  );
  expect(events.map((event) => 'code' in event && event.code)).toEqual(
    Array(count).fill('dressing.complex'),
  );
});

test('a word for a need that nobody explained is noted with the word', () => {
  const { events, notes } = interpretObservations(
    [line('09:00', 2, 'v. jugularis')],
    contextOf(MAPPING),
  );
  expect(events).toEqual([]);
  expect(notes).toMatchObject([{ reason: 'unmapped-value', value: 'v. jugularis', key: 'L|CVK' }]);
});

test('a transfusion charted as a code is a medication', () => {
  const { events } = interpretObservations(
    [charting(snomed('116859006'), { type: 'boolean', value: true })],
    contextOf(MAPPING),
  );
  expect(events).toMatchObject([{ type: 'medication', form: 'transfusion' }]);
});

test('of a patient who has left the wards no need lapses', () => {
  const on = (until: number) => (at: number) => (at < until ? '31A' : null);
  const types = (until: number, facts: ObservationFact[]) =>
    interpretObservations(facts, contextOf(MAPPING, '2026-03-09T00:00:00Z'), on(until)).events
      .length;
  const charted = [line('09:00', 2)];
  expect(types(instant('08:00', 3), charted)).toBe(1);
  expect(types(instant('10:00', 3), charted)).toBe(2);
  expect(types(instant('08:00', 3), [...charted, line('07:00', 3, 'borttagen')])).toBe(2);
});
