import type { Act, Order } from './order.ts';

const tablets = given('oral', [
  'N02BE01',
  'A02BC01',
  'C07AB02',
  'C09AA02',
  'C03CA01',
  'N05CF01',
  'B01AF02',
]);
const antibiotics = given('short-infusion', ['J01CR05', 'J01DD04', 'J01CE01'], [50, 100]);
const fluids = given('infusion', ['B05BB02', 'B05BB01'], [500, 1000, 1000]);
const cytotoxics = given('cytotoxic', ['L01XA01', 'L01BC02'], [250, 500, 1000]);
const insulinDrip = given('iv-insulin', ['A10AB01'], [50]);
const pressors = given('vasoactive', ['C01CA03', 'C01DA02'], [50]);
const watched = given('observed', ['L04AB02', 'B03AC01'], [250]);
const blood = given('transfusion', ['B05AX01'], [280, 300]);

const EVERY_FOUR_HOURS = [1, 5, 9, 13, 17, 21];
const EVERY_SIX_HOURS = [0, 6, 12, 18];

/** What is given, in rounds or by the clock. */
export const MEDICATIONS = {
  morning: { share: 0.97, hours: [8], chance: 0.97, doses: [2, 9], act: tablets },
  noon: { share: 0.7, hours: [13], chance: 0.93, doses: [1, 3], act: tablets },
  evening: { share: 0.9, hours: [20], chance: 0.96, doses: [1, 5], act: tablets },
  night: { share: 0.5, hours: [22], chance: 0.8, doses: [1, 2], act: tablets },
  thrombosis: { share: 0.45, hours: [20], chance: 0.95, act: given('injection', ['B01AB05']) },
  diabetes: { share: 0.18, hours: [8, 12, 17], chance: 0.85, act: given('injection', ['A10AB05']) },
  opioid: {
    share: 0.2,
    hours: [3, 10, 16, 23],
    chance: 0.35,
    act: given('injection', ['N02AA01']),
  },
  antibiotics: { share: 0.25, hours: [6, 14, 22], chance: 0.93, act: antibiotics },
  analgesia: {
    share: 0.06,
    hours: [6, 12, 18, 23],
    chance: 0.8,
    act: given('short-infusion', ['N02BE01'], [100]),
  },
  infusion: { share: 0.16, hours: [10, 21], chance: 0.75, act: fluids },
  transfusion: { share: 0.04, hours: [11, 14, 16], chance: 0.22, act: blood },
  cytotoxic: { share: 0.002, hours: [11], chance: 0.4, act: cytotoxics },
  'iv-insulin': { share: 0.008, hours: EVERY_FOUR_HOURS, chance: 0.7, act: insulinDrip },
  vasoactive: { share: 0.004, hours: EVERY_SIX_HOURS, chance: 0.8, act: pressors },
  observed: { share: 0.012, hours: [10], chance: 0.3, act: watched },
} as const satisfies Record<string, Order>;

function given(form: string, atc: readonly string[], volumes?: readonly number[]): Act {
  return volumes ? { kind: 'medication', form, atc, volumes } : { kind: 'medication', form, atc };
}
