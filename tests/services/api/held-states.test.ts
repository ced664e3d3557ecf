import { expect, test } from 'vitest';
import type { WardState } from '../../../schemas/ward-now.ts';
import { HeldStates } from '../../../services/api/held-states.ts';
import { ward } from '../../dashboards/ward.ts';

/** What a ward is found in at minutes past 12; its difference is known unless it is null. */
type Found = readonly [minute: string, state: WardState | null, gap?: number | null];

/** The states shown of it. */
function shown(found: readonly Found[]) {
  const states = new HeldStates(10);
  return found.map(([minute, state, gap = 0]) => {
    const one = ward({ state, gap });
    const [held] = states.hold(`2026-01-05T12:${minute}:00Z`, [{ inside: one, outside: one }]);
    return [held!.inside.state, held!.inside.stateSince?.slice(14, 16) ?? null];
  });
}

test('a ward is shown in another state once that has held for ten minutes', () => {
  expect(
    shown([
      ['00', 'balanced'],
      ['01', 'short'],
      ['10', 'short'],
      ['11', 'short'],
      ['20', 'short'],
    ]),
  ).toEqual([
    ['balanced', '00'],
    ['balanced', '00'],
    ['balanced', '00'],
    // out of balance since 12:01
    ['short', '01'],
    ['short', '01'],
  ]);
});

test('back within ten minutes, it never left', () => {
  expect(
    shown([
      ['00', 'balanced'],
      ['05', 'short'],
      ['09', 'balanced'],
      ['12', 'short'],
      ['21', 'tight'],
      ['22', 'short'],
    ]).map(([state]) => state),
  ).toEqual(['balanced', 'balanced', 'balanced', 'balanced', 'balanced', 'short']);
});

test('where nobody looked for ten minutes the state is as it is: a history that is loaded moves time by days', () => {
  expect(
    shown([
      ['00', 'room'],
      ['10', 'short'],
      ['11', 'balanced'],
      ['20', 'balanced'],
      ['21', 'balanced'],
    ]),
  ).toEqual([
    ['room', '00'],
    ['short', '10'],
    ['short', '10'],
    ['short', '10'],
    ['balanced', '11'],
  ]);
});

test('what is not known any more, or again, is shown at once', () => {
  expect(
    shown([
      ['00', 'short'],
      ['01', 'no-staffing'],
      ['02', 'balanced'],
      ['03', null],
    ]),
  ).toEqual([
    ['short', '00'],
    ['no-staffing', '01'],
    ['balanced', '02'],
    [null, null],
  ]);
});

test('no state is held of a ward whose difference is not known any more', () => {
  expect(
    shown([
      ['00', 'balanced', 0.2],
      // assistants are not known from now on, and a registered nurse is missing
      ['01', 'short', null],
      // assistants are known again: she is here, and that holds for ten minutes first
      ['02', 'balanced', 0.2],
      ['11', 'balanced', 0.2],
      ['12', 'balanced', 0.2],
      // in the ten minutes in which it is held, its difference goes
      ['13', 'short', -1.2],
      ['14', 'short', null],
    ]),
  ).toEqual([
    ['balanced', '00'],
    ['short', '01'],
    ['short', '01'],
    ['short', '01'],
    ['balanced', '02'],
    ['balanced', '02'],
    ['short', '14'],
  ]);
});

test('time that goes back begins again', () => {
  expect(
    shown([
      ['30', 'short'],
      ['10', 'balanced'],
    ]),
  ).toEqual([
    ['short', '30'],
    ['balanced', '10'],
  ]);
});

test('outside the treating unit times are rounded down to five minutes', () => {
  const one = ward({ state: 'tight' });
  const [held] = new HeldStates(10).hold('2026-01-05T12:14:59Z', [{ inside: one, outside: one }]);
  expect(held!.outside.stateSince).toBe('2026-01-05T12:10:00Z');
});
