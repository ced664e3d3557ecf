import { describe, expect, it } from 'vitest';
import { breakRecord, UNKNOWN_WARD } from '../../../../pipelines/sources/simulator/broken.ts';
import { Random } from '../../../../pipelines/sources/simulator/random.ts';
import { isFromTheFuture, type WireEvent, wardEvent } from '../../../../schemas/ward-event.ts';
import { events } from './sample.ts';

type Reason = 'json' | 'schema' | 'future' | 'ward' | 'none';

function reasonToRefuse(raw: string): Reason {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return 'json';
  }
  const parsed = wardEvent.safeParse(value);
  if (!parsed.success) return 'schema';
  if (isFromTheFuture(parsed.data)) return 'future';
  return 'wardId' in parsed.data && parsed.data.wardId === UNKNOWN_WARD ? 'ward' : 'none';
}

describe('breakRecord', () => {
  it('gives lines to be refused for every reason, whatever event it breaks', () => {
    const stream = events({ wards: 2, days: 2, seed: 4, disturbances: false });
    const oneOfEach = [...new Map(stream.map((event) => [event.type, event])).values()];
    expect(oneOfEach.length).toBeGreaterThan(10);
    const random = new Random(1);
    for (const event of oneOfEach as WireEvent[]) {
      const lines = Array.from({ length: 100 }, () => breakRecord(event, random, 'broken-1'));
      expect([...new Set(lines.map(reasonToRefuse))].sort(), event.type).toEqual([
        'future',
        'json',
        'schema',
        'ward',
      ]);
    }
  });
});
