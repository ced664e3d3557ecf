import { expect, test } from 'vitest';
import { masked } from '../../../services/ingest/masked.ts';

const mask = (value: unknown) => masked(Buffer.from(JSON.stringify(value)));

test('names of the schema and types of events stay, every value goes', () => {
  expect(
    mask({ type: 'observation', encounterId: 'E1', value: 7, code: null, items: ['a', 'b'] }),
  ).toBe(
    '{"type":"observation","encounterId":"… string","value":"… number","code":null,"items":["… 2"]}',
  );
});

test.each([
  { AnnaAndersson: 1 },
  { type: 'svensson' },
  { type: 'svensson-anna.karin' },
  { encounterId: { svensson: 'svensson' } },
  ['svensson'],
  'svensson',
])('what may be somebody is not shown: %j', (value) => {
  expect(mask(value)).not.toMatch(/svensson|andersson/i);
});

test('what is no JSON, or long, is not shown at all', () => {
  expect(masked(Buffer.from('191212121212 {'))).toBeNull();
  expect(mask({ code: 'x'.repeat(5000) })).toBeNull();
  expect(masked(null)).toBeNull();
});
