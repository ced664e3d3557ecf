import { describe, expect, test } from 'vitest';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { admit, at, event, observe } from '../support/scenario.ts';
import { byVersion, countingVersions } from './versions.ts';

const first = admit('8', 'A');
const same = (more: object) => ({ ...first, ...more }) as WardEvent;

/** What counts of versions, whichever comes first. */
function counting(...versions: WardEvent[]) {
  const [one, other] = [versions, versions.toReversed()].map((order) =>
    countingVersions(order.map((version) => ({ event: version }))).map(({ event }) => event),
  );
  expect(one).toEqual(other);
  return one;
}

describe('the version that counts', () => {
  const removal = same({ status: 'entered-in-error' });
  const amendment = same({ status: 'amended', wardId: 'B' });

  test('of equal `recordedAt`: a removal, then an amendment, then the original', () => {
    expect(counting(first, removal)).toEqual([removal]);
    expect(counting(first, amendment)).toEqual([amendment]);
    expect(counting(first, amendment, removal)).toEqual([removal]);
  });

  test('the latest recorded, whatever it is', () => {
    const later = same({ recordedAt: at('9') });
    expect(counting(later, removal)).toEqual([later]);
    expect(counting(later, amendment)).toEqual([later]);
  });

  test('only then the content: the greater, a missing field being the greatest', () => {
    const order = [
      same({ occurredAt: at('7'), wardId: 'B' }),
      first,
      same({ wardId: 'B', bed: '1' }),
      same({ wardId: 'B', bed: '2' }),
      same({ wardId: 'B' }),
      { ...event('9', { type: 'transfer', wardId: 'A' }), ...{ recordedAt: first.recordedAt } },
    ];
    expect(order.toSorted(byVersion)).toEqual(order);
    expect(byVersion(observe('8', 'pain', 9), observe('8', 'pain', 10))).toBeLessThan(0);
    expect(byVersion(first, same({}))).toBe(0);
  });
});
