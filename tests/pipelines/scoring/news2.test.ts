import { describe, expect, test } from 'vitest';
import { openStore } from '../../property/scored.ts';
import table from '../../reference/news2-table.json' with { type: 'json' };
import { admit, event, observe, siteWith, vitals } from '../../support/scenario.ts';
import { hourRow } from './hour-row.ts';

const store = await openStore(siteWith());
const MACROS: Record<string, string> = {
  'respiratory-rate': 'news2_respiratory_rate($x)',
  'systolic-bp': 'news2_systolic_bp($x)',
  'heart-rate': 'news2_heart_rate($x)',
  temperature: 'news2_temperature($x)',
};

async function points(code: string, scale: number, oxygen: boolean, x: number) {
  const macro = MACROS[code] ?? `news2_spo2($x, ${scale}, ${oxygen})`;
  const [row] = await store.connection.rows<{ points: number }>(
    `select ${macro.replace('$x', `${x}::double`)} as points`,
  );
  return row!.points;
}

describe('the published table', () => {
  for (const { code, scale = 1, oxygen = false, step, bands } of table.numeric) {
    const name = `${code}${code === 'spo2' ? `, scale ${scale}, ${oxygen ? 'oxygen' : 'air'}` : ''}`;

    test.each(bands)(`${name} $from to $to gives $score`, async ({ from, to, score }) => {
      expect(await points(code, scale, oxygen, from)).toBe(score);
      expect(await points(code, scale, oxygen, to)).toBe(score);
    });

    test(`${name}: half a step under a band belongs to it, a little less does not`, async () => {
      for (const [index, { from, score }] of bands.slice(1).entries()) {
        const half = Number((from - step / 2).toFixed(2));
        expect(await points(code, scale, oxygen, half)).toBe(score);
        const under = Number((from - step / 2 - step / 1000).toFixed(4));
        expect(await points(code, scale, oxygen, under)).toBe(bands[index]!.score);
      }
    });
  }
});

test.each(table.examples)('$name scores $score', async (example) => {
  const row = await hourRow(
    [
      admit('8'),
      observe('8', 'spo2-scale', example.scale),
      vitals('9:30', {
        'respiratory-rate': example.rr,
        spo2: example.spo2,
        'supplemental-oxygen': example.oxygen,
        'systolic-bp': example.sbp,
        'heart-rate': example.hr,
        consciousness: example.acvpu,
        temperature: example.temperature,
      }),
      event('12', { type: 'tick' }),
    ],
    '10',
  );
  expect([row.news2, row.news2_low, row.news2_high]).toEqual(Array(3).fill(example.score));
});

test.each(table.consciousness)('consciousness $value gives $score', async ({ value, score }) => {
  const story = [
    admit('8'),
    vitals('9:30', { consciousness: value }),
    event('12', { type: 'tick' }),
  ];
  expect((await hourRow(story, '10')).news2).toBe(score);
});
