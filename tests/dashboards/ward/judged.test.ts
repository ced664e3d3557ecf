import { expect, test } from 'vitest';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { judgedHours } from '../../../dashboards/src/ward/judged.ts';
import { signed } from '../../../dashboards/src/ward/judgement-form.ts';
import { uuid } from '../../../dashboards/src/ward/uuid.ts';
import { hoursFrom, point } from './point.ts';

const judgement = (occurredAt: string) => ({
  ...{ wardId: '31A', occurredAt, localTime: occurredAt, value: 1, note: null },
  recordedAt: occurredAt,
  id: null,
});

test('a judgement stands beside the hour that holds it, the newest first', () => {
  const points = hoursFrom('2026-01-05T08:00:00Z', ['2026-01-05T09+01', '2026-01-05T10+01']).map(
    (span) => point(span),
  );
  const judged = judgedHours(
    ['2026-01-04T08:00:00Z', '2026-01-05T08:59:59.9Z', '2026-01-05T09:00:00Z'].map(judgement),
    points,
  );
  expect(judged.map(({ hour }) => hour)).toEqual([points[1], points[0], null]);
});

test('the scale is seven words, all different, in both languages', () => {
  for (const {
    ward: { judgementWord },
  } of [swedish, english]) {
    const messages = [-3, -2, -1, 0, 1, 2, 3].map(judgementWord);
    expect(new Set(messages).size).toBe(7);
    expect(messages).not.toContain('');
  }
  expect([-3, 0, 3].map(signed)).toEqual(['−3', '0', '+3']);
});

test('an id is a random UUID of version 4', () => {
  expect(uuid((bytes) => bytes.fill(0))).toBe('00000000-0000-4000-8000-000000000000');
  expect(uuid((bytes) => bytes.fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  expect(uuid()).not.toBe(uuid());
});
