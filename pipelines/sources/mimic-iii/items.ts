import { z } from 'zod';
import data from './items.json' with { type: 'json' };
import { items, type Rule, rule } from './rules.ts';

const category = z.enum([
  'drip',
  'fluid',
  'bolus',
  'injection',
  'transfusion',
  'short-infusion',
  'oral',
  'prophylaxis',
  'infusion',
  'enteral',
]);

const itemSet = items.transform((list) => new Set(list));

const mapping = z.strictObject({
  chartevents: z.array(rule),
  outputevents: z.array(rule),
  procedureevents_mv: z.array(rule),
  inputs: z.strictObject({
    notHappened: z.array(z.string()).transform((list) => new Set(list)),
    elsewhere: itemSet,
    vasoactive: itemSet,
    insulin: itemSet,
    transfusion: itemSet,
    oral: itemSet,
    injected: itemSet,
    additive: itemSet,
    piggyback: itemSet,
    irrigation: itemSet,
    enteral: itemSet,
    infusion: itemSet,
    categories: z.record(z.string(), category).transform((map) => new Map(Object.entries(map))),
  }),
  notUsed: z.array(z.strictObject({ reason: z.string(), items })),
});

/** What an order category of MetaVision says of the form. */
export type InputCategory = z.output<typeof category>;

/** The mapping of `items.json`, checked. */
export const MAPPING = mapping.parse(data);

/** The rules of one table by item number. */
export function rulesByItem(
  table: 'chartevents' | 'outputevents' | 'procedureevents_mv',
): ReadonlyMap<number, readonly Rule[]> {
  const byItem = new Map<number, Rule[]>();
  for (const rule of MAPPING[table]) {
    for (const item of rule.items) byItem.set(item, [...(byItem.get(item) ?? []), rule]);
  }
  return byItem;
}

/** Why an item is left out, if there is more to say than that no code fits it. */
export const REASON_NOT_USED: ReadonlyMap<number, string> = new Map(
  MAPPING.notUsed.flatMap(({ reason, items }) => items.map((item) => [item, reason])),
);
