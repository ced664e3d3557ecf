import { expect, test } from 'vitest';
import type { WardState } from '../../../schemas/ward-now.ts';
import { HeldStates } from '../../../services/api/held-states.ts';
import { ward } from '../../dashboards/ward.ts';

/** The states shown at minutes past 12 in which the ward is found in others. */
function shown(found: readonly (readonly [minute: string, state: WardState | null])[]) {
  const states = new HeldStates(10);
  return found.map(([minute, state]) => {
    const one = ward({ state });
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
