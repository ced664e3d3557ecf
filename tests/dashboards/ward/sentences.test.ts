import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { loadSentence, needSentence } from '../../../dashboards/src/ward/sentences.ts';
import { loadHours, needHours } from '../../../dashboards/src/ward/timeline.ts';
import { ahead, point } from './point.ts';

const sv = swedish.ward;
const format = formatOf('sv', 'Europe/Stockholm');
const NONE = { n: 0, mean: null, p10: null, p50: null, p90: null };
const CELL = {
  ...{ weekday: 1, hour: 10, hours: 8, knownHours: 7, balancedHours: 7, hiddenHours: 0 },
  normNeed: { n: 7, mean: 4, p10: 3, p50: 4.25, p90: 5 },
  required: { n: 7, mean: 4, p10: 3, p50: 4.25, p90: 5 },
  ...{ nurses: NONE, gap: NONE, coverage: 1, model: null, computedAt: null },
};

test('the need chart in words: ranges, shortfall, and usual need ahead', () => {
  const points = [
    point({ required: 2 }),
    point({ required: 5.2 }),
    ahead({ supply: { rn: 3, na: 3 } }),
  ];
  expect(needSentence(needHours(points, [CELL], sv), 'ssk+usk', sv, format)).toBe(
    'ssk+usk: behov 2–5,2 per timme. På plats eller planerat: 4–6. Behovet är större än bemanningen under 1 timme, som mest med 1,2. Kommande timmar: normalt behov 4,3, median av 7 veckor.',
  );
});

test('the need chart in words: unknown values', () => {
  const unknown = ahead({ supply: null });
  expect(needSentence(needHours([unknown], [], sv), 'ssk', sv, format)).toBe(
    'ssk: behovet är okänt. Bemanning saknas.',
  );
  expect(needSentence(needHours([point({ required: 4 })], [], sv), 'ssk', sv, format)).toBe(
    'ssk: behov 4 per timme. På plats eller planerat: 4. Behovet är aldrig större än bemanningen.',
  );
});

test('the load chart in words: its range and how often it was above usual', () => {
  const points = [point({ load: 0.9 }), point({ load: 1.25 }), ahead()];
  expect(loadSentence(loadHours(points), sv, format)).toBe(
    'Belastning 90–125 %. Normalt är 85–115 %; högre under 1 timme.',
  );
  expect(loadSentence(loadHours([ahead()]), sv, format)).toBe('Belastningen är okänd.');
});
