import { describe, expect, test } from 'vitest';
import { explain } from '../../../pipelines/explanation/explain.ts';
import { CRITERION_TEXTS } from '../../../pipelines/explanation/levels.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import {
  admit,
  doses,
  event,
  observe,
  siteWith,
  start,
  tasks,
  vitals,
} from '../../support/scenario.ts';
import { explained } from './explained.ts';

const tick = (time: string) => event(time, { type: 'tick' });
const special = (explanation: {
  levels: { level: string; value: number | null; because: string }[];
}) => explanation.levels.find(({ level }) => level === 's')!;
/** Three heart rates in each of six hours. */
const heartRates = [6, 7, 8, 9, 10, 11].flatMap((hour) =>
  [5, 25, 45].map((minute) =>
    observe(`${hour}:${String(minute).padStart(2, '0')}`, 'heart-rate', 80),
  ),
);

describe('observations counted as values', () => {
  const site = siteWith({ observationCounting: 'values' });

  test('eighteen of one parameter meet no criterion: S1, and the text says so', async () => {
    const { encounterHour, levels } = await explained(
      [admit('5'), ...heartRates, tick('12')],
      '11',
      site,
    );
    expect(encounterHour).toMatchObject({ sLevel: 1, sLevelRaw: 1, sCriteria: [] });
    expect(encounterHour.counts.observations12h).toBe(18);
    expect(special({ levels })).toMatchObject({ value: 1, because: 'no criterion met' });
  });

  test('eighteen of three parameters do', async () => {
    const more = [observe('6:50', 'temperature', 37), observe('7:50', 'spo2', 97)];
    const { encounterHour, levels } = await explained(
      [admit('5'), ...heartRates.slice(2), ...more, tick('12')],
      '11',
      site,
    );
    expect(encounterHour).toMatchObject({ sLevel: 3, sCriteria: ['values-12h', 'values-8h'] });
    expect(special({ levels }).because).toBe('18 values in 12 h (S3); 18 values in 8 h (S2)');
  });
});

test('every criterion of the model has a text', () => {
  expect(Object.keys(CRITERION_TEXTS)).toEqual(Object.keys(loadModel('vi-1').criteria));
});

test.each([
  ['suction', tasks('8', 'suction', 4), '4 suctions in 24 h (S2)'],
  ['central-line', [start('8', 'central-line')], 'central line (S2)'],
  ['infusion-ml', doses('8', 'infusion', 1, 1000.5), '1000.5 ml of infusions in 16 h (S2)'],
  ['transfusion', doses('8', 'transfusion', 1), '1 transfusion in 24 h (S2)'],
])('a criterion met is named, with its count: %s', async (code, story, text) => {
  const { encounterHour, levels } = await explained(
    [admit('5'), ...story, tick('12')],
    '11',
    siteWith(),
  );
  expect(encounterHour.sCriteria).toEqual([code]);
  expect(special({ levels }).because).toBe(text);
});

describe('day or night is what the row says', () => {
  const site = siteWith();
  const weightsOf = (parts: { component: string; weights: { weight: string }[] }[]) =>
    parts.find(({ component }) => component === 'base')!.weights.map(({ weight }) => weight);

  test.each([
    ['4', false, ['nightHour']],
    ['5', true, ['base', 'dayHours']],
    ['20', true, ['base', 'dayHours']],
    ['21', false, ['nightHour']],
  ])('%s UTC in winter', async (hour, isDay, weights) => {
    const { encounterHour, parts } = await explained([admit('3'), tick('23')], hour, site);
    expect(encounterHour.isDay).toBe(isDay);
    expect(weightsOf(parts)).toEqual(weights);
  });

  test('and so is the night ratio', async () => {
    const { parts } = await explained([admit('3', 'B'), tick('23')], '21', site);
    expect(parts[0]!.because).toBe(
      'night: one of the nursing staff (nurses and assistants) per 7 patients (ward setting)',
    );
  });
});

describe('why an hour of a night is heavy', () => {
  const site: Site = { ...siteWith(), model: 'vi-2' };
  const because = async (story: readonly (WardEvent | readonly WardEvent[])[]) => {
    const { encounterHour } = await explained([...story, tick('23')], '21', site);
    const { parts } = explain(encounterHour as EncounterHour, loadModel('vi-2'), 'sv');
    const english = explain(encounterHour as EncounterHour, loadModel('vi-2'), 'en').parts;
    return parts.map((part, i) => [part.component, part.because, english[i]!.because]);
  };
  const STAFF = [
    'natt: en medarbetare (ssk eller usk) per 7 patienter (avdelningens inställning)',
    'night: one of the nursing staff (nurses and assistants) per 7 patients (ward setting)',
  ];
  const HALF = [
    '50 % av tiden är lika för alla, resten följer dagens norm jämfört med en A2/S2-patients 164 min',
    '50 % of the time is the same for all, the rest follows the day norm, compared with the 164 min of an A2/S2 patient',
  ];

  test('by the patients per member of staff, and by the levels against an ordinary patient', async () => {
    const heavy = [
      ...[observe('16', 'function.hygiene', 3), observe('16', 'function.nutrition', 3)],
      ...doses('16', 'transfusion', 1),
      ...vitals('20', { 'respiratory-rate': 30, spo2: 90 }),
    ];
    expect(await because([admit('3', 'B'), heavy])).toEqual([
      [
        'base',
        `${STAFF[0]}. ${HALF[0]}. Här: det som är lika för alla, och grundvärdet 33 min`,
        `${STAFF[1]}. ${HALF[1]}. Here: what is the same for all, and the base value of 33 min`,
      ],
      [
        'generalCare',
        'natt: nivå A3, som i dagens norm ger 144 min mot 55 min för A2',
        'night: level A3, 144 min in the day norm, against 55 min for A2',
      ],
      [
        'specialCare',
        'natt: nivå S2, som i dagens norm ger 76 min',
        'night: level S2, 76 min in the day norm',
      ],
      [
        'surveillance',
        'kontroller enligt NEWS2 6, utöver de 5 per dygn som normen redan omfattar',
        'observations for NEWS2 6, beyond the 5 a day that the norm already includes',
      ],
    ]);
  });

  test('by isolation', async () => {
    const [[, sv, en] = []] = await because([admit('3', 'B'), start('4', 'isolation')]);
    expect(sv).toBe(
      `${STAFF[0]}. ${HALF[0]}. Här: det som är lika för alla, och grundvärdet vid isoleringsvård 123 min mot 33 min utan`,
    );
    expect(en).toBe(
      `${STAFF[1]}. ${HALF[1]}. Here: what is the same for all, and the base value in isolation of 123 min, against 33 min without`,
    );
  });
});

test('a row that an earlier version scored is not explained by other rules', async () => {
  const { encounterHour } = await explained([admit('5'), tick('12')], '11', siteWith());
  const earlier = { ...encounterHour, isDay: null, sCriteria: null, setsPerDay: null };
  const { parts, levels } = explain(earlier as EncounterHour, loadModel('vi-1'), 'en');
  const pending = 'scored by an earlier version: explained once the hour has been scored again';
  expect(parts.map(({ minutes }) => minutes).reduce((a, b) => a + b)).toBeCloseTo(
    earlier.minutes,
    6,
  );
  for (const { because, weights } of parts) {
    expect(because).toBe(pending);
    expect(weights).toEqual([]);
  }
  expect(special({ levels }).because).toBe(pending);
});

test('missing and assumed inputs, and stale levels, have their names in Swedish', async () => {
  const { encounterHour } = await explained([admit('5'), tick('12')], '11', siteWith());
  const { inputs } = encounterHour;
  const { levels, assumptions } = explain(
    {
      ...(encounterHour as EncounterHour),
      inputs: {
        ...inputs,
        'function.hygiene': { ...inputs['function.hygiene'], value: 3, freshness: 'stale' },
      },
      imputed: ['function.mobility', 'escort', 'infusion-volume'],
    },
    loadModel('vi-1'),
    'sv',
  );
  const because = Object.fromEntries(levels.map((level) => [level.level, level.because]));
  expect(because).toEqual({
    a: 'personlig hygien 3 (inaktuell), nutrition okänd, elimination okänd, förflyttning okänd',
    s: 'inget kriterium uppfyllt',
    news2:
      'saknas: andningsfrekvens, saturation, syrgas, systoliskt blodtryck, puls, medvetandegrad, kroppstemperatur',
  });
  expect(assumptions).toEqual(
    expect.arrayContaining([
      'antaget värde: förflyttning',
      'antaget värde: tid för ledsagning',
      'antaget värde: infusionsvolym',
    ]),
  );
});

test.each([
  ['under-16', 'gäller inte under 16 år'],
  ['pregnant', 'gäller inte vid graviditet'],
] as const)('why there is no NEWS2, in Swedish: %s', async (news2Reason, text) => {
  const { encounterHour } = await explained([admit('5'), tick('12')], '11', siteWith());
  const hour = { ...(encounterHour as EncounterHour), news2Reason };
  const { levels } = explain(hour, loadModel('vi-1'), 'sv');
  expect(levels.find(({ level }) => level === 'news2')!.because).toBe(text);
});
