import { describe, expect, test } from 'vitest';
import { explain } from '../../../pipelines/explanation/explain.ts';
import { sourceText } from '../../../pipelines/explanation/source-texts.ts';
import { WEIGHT_NAMES } from '../../../pipelines/explanation/weight-names.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { MODEL_IDS } from '../../../schemas/model.ts';
import { RETIRED } from '../../dashboards/i18n/retired.ts';
import { admit, event, observe, siteWith, start } from '../../support/scenario.ts';
import { scoredHours } from './explained.ts';

/** Words that English has and Swedish has not. */
const ENGLISH = /\b(?:the|and|our|assumption|with|hours|night|ward|norms|is|by)\b/i;
const SWEDISH = /[åäö]|\b(?:och|vårt|med|vid)\b/i;

describe.each(MODEL_IDS)('the texts of %s', (id) => {
  const weights = Object.entries(loadModel(id).weights);

  test('every weight has a name in both languages', () => {
    expect(Object.keys(WEIGHT_NAMES).sort()).toEqual(weights.map(([name]) => name).sort());
    for (const { sv, en } of Object.values(WEIGHT_NAMES)) {
      expect([sv, en].every((text) => text.length > 3)).toBe(true);
      expect(en).not.toMatch(SWEDISH);
    }
  });

  test('every source has a text in both languages', () => {
    for (const [name, { source }] of weights) {
      const text = sourceText(source);
      expect(text?.en, name).toBe(source);
      expect(text?.sv, name).not.toMatch(ENGLISH);
    }
  });
});

test('nothing of an explanation in Swedish is in English', async () => {
  const log = [
    admit('5'),
    start('6', 'isolation'),
    start('6', 'one-to-one'),
    observe('7', 'respiratory-rate', 30),
    event('23:30', { type: 'tick' }),
  ].map((event, i) => ({ event: { ...event, id: `e${i}` }, partition: 0 }));
  const site = siteWith();
  const hours = await scoredHours(log, site);
  const explained = hours.map((hour) => explain(hour, loadModel(site.model), 'sv'));
  const texts = explained.flatMap(({ parts, levels, assumptions }) => [
    ...assumptions,
    ...levels.flatMap(({ because, source }) => [because, source]),
    ...parts.flatMap(({ because, weights }) => [
      because,
      ...weights.flatMap(({ name, source }) => [name, source]),
    ]),
  ]);
  const prose = texts.map((text) => text.replace('Royal College of Physicians', ''));
  expect(prose.filter((text) => ENGLISH.test(text))).toEqual([]);
  expect(prose.filter((text) => RETIRED.sv.test(text))).toEqual([]);
  expect(explained.flatMap(({ parts }) => parts).flatMap(({ weights }) => weights)).not.toEqual([]);
});
