import { describe, expect, it } from 'vitest';
import { medications } from '../../../../pipelines/sources/mimic-iii/medications.ts';

const start = Date.parse('2026-01-05T10:00:00Z');
const HOUR = 3_600_000;
const given = {
  source: 'mimic-iii/inputevents_mv',
  id: '1',
  encounterId: 'H1',
  occurredAt: start,
  recordedAt: start + HOUR,
  endedAt: start + 20 * HOUR,
  form: 'infusion',
  volumeMl: 1000,
} as const;

describe('what runs on', () => {
  it('becomes an event every eight hours with its share of the volume', () => {
    expect(medications(given)).toMatchObject([
      {
        id: '1',
        occurredAt: '2026-01-05T10:00:00Z',
        recordedAt: '2026-01-05T11:00:00Z',
        volumeMl: 400,
      },
      {
        id: '1:8h',
        occurredAt: '2026-01-05T18:00:00Z',
        recordedAt: '2026-01-05T18:00:00Z',
        volumeMl: 400,
      },
      { id: '1:16h', occurredAt: '2026-01-06T02:00:00Z', volumeMl: 200 },
    ]);
  });

  it('becomes one event if it ends within eight hours', () => {
    expect(medications({ ...given, endedAt: start + 8 * HOUR })).toHaveLength(1);
    expect(medications({ ...given, endedAt: start })).toMatchObject([{ volumeMl: 1000 }]);
  });

  it('becomes one event if it is no continuous infusion', () => {
    expect(medications({ ...given, form: 'transfusion' })).toHaveLength(1);
  });

  it('has no volume where none is charted', () => {
    const [event] = medications({ ...given, form: 'vasoactive', volumeMl: null });
    expect(event).not.toHaveProperty('volumeMl');
  });
});
