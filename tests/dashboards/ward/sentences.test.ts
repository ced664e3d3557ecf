import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { loadSentence, needSentence } from '../../../dashboards/src/ward/sentences.ts';
import { loadHours, needHours } from '../../../dashboards/src/ward/timeline.ts';
import { ahead, point, usual } from './point.ts';

const sv = swedish.ward;
const format = formatOf('sv', 'Europe/Stockholm');
test('the need chart in words: ranges, shortfall, and usual need ahead', () => {
  const points = [
    point({ required: 2, usualNeed: usual(1, [7, 8, 9]) }),
    point({ required: 5.2 }),
    ahead({ supply: { rn: 3, na: 3 }, usualNeed: usual(1, [3, 4.25, 5]) }),
  ];
  expect(needSentence(needHours(points, 'level', sv), 'level', sv, format)).toBe(
    'ssk+usk: behov 2,0–5,2 per timme. På plats eller planerat: 4,0–6,0. Behovet är större än bemanningen under 1 timme, som mest med 1,2. Kommande timmar: normalt behov 4,3.',
  );
});

test('the need chart in words: need by the norm is not held against staffing', () => {
  const points = [
    point({ level: null, required: null, normNeed: 5 }),
    ahead({ usualNeed: usual(1, [3, 4, 5], { required: null }) }),
  ];
  expect(needSentence(needHours(points, 'norm', sv), 'norm', sv, format)).toBe(
    'normbehov: behov 5,0 per timme. Kommande timmar: normalt behov 4,0.',
  );
});

test('the need chart in words: unknown values', () => {
  const unknown = ahead({ supply: null });
  expect(needSentence(needHours([unknown], 'level', sv), 'rn', sv, format)).toBe(
    'ssk: behovet är okänt. Bemanning saknas.',
  );
  expect(needSentence(needHours([point({ required: 4 })], 'level', sv), 'rn', sv, format)).toBe(
    'ssk: behov 4,0 per timme. På plats eller planerat: 4,0. Behovet är aldrig större än bemanningen.',
  );
});

test('the load chart in words: its range and how often it was over balance', () => {
  // 1.004 reads 100 %
  const points = [0.9, 1.25, 1.004].map((load) => point({ load })).concat(ahead());
  expect(loadSentence(loadHours(points, 'level'), 'level', sv, format)).toBe(
    'Belastning 90–125 %, över 100 % under 1 timme.',
  );
  expect(loadSentence(loadHours([ahead()], 'level'), 'level', sv, format)).toBe(
    'Belastningen är okänd.',
  );
  const usualLoad = { load: 0.5, p90: 0.6, hours: 60, days: 12 };
  const norm = [point({ normLoad: 0.6, usualLoad }), point({ normLoad: 0.7, usualLoad })];
  expect(loadSentence(loadHours(norm, 'norm'), 'norm', sv, format)).toBe(
    'Belastning 120–140 % av vanligt, över 100 % under 2 timmar.',
  );
});
