import { expect, test } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { openStore, rowsOf, storeLog } from '../../property/scored.ts';
import {
  admit,
  at,
  doses,
  event,
  observe,
  siteWith,
  start,
  tasks,
} from '../../support/scenario.ts';

type Story = readonly (WardEvent | readonly WardEvent[])[];
const minutes = (count: number) => Array.from({ length: count }, (_, i) => `8:${10 + i}`);
/** Of each of the codes a value in so many minutes. */
const sets = (count: number, ...codes: string[]) =>
  minutes(count).flatMap((minute) => codes.map((code) => observe(minute, code, 50)));

/** Codes met just at a threshold of PPBV Annex 2, and those met just below it. Evaluated at 12:00. */
const SETS: readonly [name: string, story: Story, met: string][] = [
  ['six sets of three', sets(6, 'heart-rate', 'spo2', 'pain'), 'sets-12h,sets-8h'],
  ['five sets of three', sets(5, 'heart-rate', 'spo2', 'pain'), 'sets-8h'],
  ['six sets of two', sets(6, 'heart-rate', 'spo2'), 'sets-8h'],
  ['four sets of two', sets(4, 'heart-rate', 'spo2'), 'sets-8h'],
  ['three sets of two', sets(3, 'heart-rate', 'spo2'), ''],
  ['eighteen heart rates', sets(18, 'heart-rate'), ''],
  ['five tracheal suctions', [tasks('8', 'tracheal-suction', 5)], 'tracheal-suction'],
  ['four tracheal suctions', [tasks('8', 'tracheal-suction', 4)], ''],
  ['four suctions', [tasks('8', 'suction', 4)], 'suction'],
  ['three suctions', [tasks('8', 'suction', 3)], ''],
  ['a tube', [tasks('8', 'tube-insertion', 1)], 'insertion'],
  ['a catheter', [tasks('8', 'catheter-insertion', 1)], 'insertion'],
  ['a central line', [start('8', 'central-line')], 'central-line'],
  [
    'five short infusions',
    [doses('8', 'short-infusion', 5)],
    'short-infusion-24h,short-infusion-16h',
  ],
  ['two short infusions', [doses('8', 'short-infusion', 2)], 'short-infusion-16h'],
  ['one short infusion', [doses('8', 'short-infusion', 1)], ''],
  ['three transfusions', [doses('8', 'transfusion', 3)], 'transfusion-3,transfusion'],
  ['two transfusions', [doses('8', 'transfusion', 2)], 'transfusion'],
  ['insulin', [doses('8', 'iv-insulin', 1)], 'intensive-drug'],
  ['a litre', [doses('8', 'infusion', 2, 500)], 'infusion-ml'],
  ['a millilitre less', [doses('8', 'infusion', 1, 999)], ''],
  ['a cytotoxic', [doses('8', 'cytotoxic', 1)], 'cytotoxic'],
  ['three inhalations', [tasks('8', 'inhalation', 3)], 'inhalation'],
  ['two inhalations', [tasks('8', 'inhalation', 2)], ''],
  [
    'two complex dressings',
    [tasks('8', 'dressing.complex', 2)],
    'dressing-complex-2,dressing-complex',
  ],
  ['a complex dressing', [tasks('8', 'dressing.complex', 1)], 'dressing-complex'],
  [
    'three simple dressings',
    [tasks('8', 'dressing.simple', 3)],
    'dressing-simple-3,dressing-simple',
  ],
  ['two simple dressings', [tasks('8', 'dressing.simple', 2)], 'dressing-simple'],
  ['a simple dressing', [tasks('8', 'dressing.simple', 1)], ''],
];
const VALUES: typeof SETS = [
  ['eighteen heart rates', sets(18, 'heart-rate'), ''],
  ['eighteen values of two codes', sets(9, 'heart-rate', 'spo2'), 'values-8h'],
  ['eighteen values of three codes', sets(6, 'heart-rate', 'spo2', 'pain'), 'values-12h,values-8h'],
  ['fifteen values of three codes', sets(5, 'heart-rate', 'spo2', 'pain'), 'values-8h'],
  ['eight values of two codes', sets(4, 'heart-rate', 'spo2'), 'values-8h'],
  ['six values of two codes', sets(3, 'heart-rate', 'spo2'), ''],
];

test.each([
  ['sets', SETS],
  ['values', VALUES],
] as const)(
  'an hour names the criteria it meets, each at its threshold: %s',
  async (counting, cases) => {
    const site = siteWith({ observationCounting: counting });
    const log = cases.flatMap(([, story], index) =>
      [admit('7'), ...story.flat()].map((one, i) => ({
        event: { ...one, encounterId: `E${index}`, id: `${index}-${i}` } as WardEvent,
        partition: 0,
      })),
    );
    const store = await openStore(site);
    try {
      await storeLog(store, [...log, { event: event('12', { type: 'tick' }), partition: 0 }], site);
      await store.rescore();
      const rows = await rowsOf(store);
      const found = cases.map(([name], index) => {
        const row = rows.find((one) => one.encounter_id === `E${index}` && one.hour === at('11'));
        return [name, row?.s_criteria];
      });
      expect(found).toEqual(cases.map(([name, , met]) => [name, met]));
    } finally {
      await store.close();
    }
  },
);
