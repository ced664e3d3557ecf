import { z } from 'zod';

/** Item numbers. */
export const items = z.array(z.int());
const texts = z.array(z.string().transform((text) => text.toLowerCase()));
const levels = z
  .record(z.string(), z.number())
  .transform((map) => new Map(Object.entries(map).map(([text, n]) => [text.toLowerCase(), n])));

/**
 * A number charted as it is, converted if the unit differs. `skip`: texts that are no number.
 * `above`: a number not above it stands for nothing measured.
 */
const number = z.strictObject({
  rule: z.literal('number'),
  code: z.string(),
  convert: z.enum(['fahrenheit', 'glucose-mg-dl']).optional(),
  skip: texts.optional(),
  above: z.number().optional(),
  items,
});
/** A text that stands for a number. */
const level = z.strictObject({ rule: z.literal('level'), code: z.string(), values: levels, items });
/** A text that stands for a function level, of the whole area or of a part of it. */
const functionLevel = z.strictObject({
  rule: z.literal('function'),
  code: z.string(),
  part: z.string().optional(),
  levels,
  items,
});
const pupils = z.strictObject({ rule: z.literal('pupils'), items });
const gcs = z.strictObject({
  rule: z.literal('gcs'),
  part: z.enum(['eye', 'verbal', 'motor', 'total']),
  untestable: texts.optional(),
  items,
});
const oxygen = z.strictObject({
  rule: z.literal('oxygen'),
  part: z.enum(['device', 'flow', 'fraction']),
  air: texts.optional(),
  unknown: texts.optional(),
  items,
});
const airway = z.strictObject({
  rule: z.literal('airway'),
  artificial: texts,
  natural: texts,
  items,
});
/**
 * A state charted again and again. `on` absent: any value. `slot`: items that chart the same state;
 * absent: each item its own. `lapsesAfterHours` absent: holds until charted otherwise.
 */
const need = z.strictObject({
  rule: z.literal('need'),
  code: z.string(),
  slot: z.string().optional(),
  on: texts.optional(),
  off: texts.optional(),
  lapsesAfterHours: z.number().optional(),
  items,
});
/** A row with a start and an end. */
const interval = z.strictObject({ rule: z.literal('interval'), code: z.string(), items });
/** Something done. `values` absent: any value. */
const task = z.strictObject({
  rule: z.literal('task'),
  code: z.string(),
  values: texts.optional(),
  items,
});
const suction = z.strictObject({
  rule: z.literal('suction'),
  byAirway: texts,
  tracheal: texts,
  oral: texts,
  items,
});
const dressing = z.strictObject({
  rule: z.literal('dressing'),
  part: z.enum(['status', 'material']),
  wound: z.string(),
  items,
});
const braden = z.strictObject({
  rule: z.literal('braden'),
  part: z.enum(['total', 'subscale']),
  items,
});
const leave = z.strictObject({ rule: z.literal('leave'), start: texts, end: texts, items });

const charting = [number, level, functionLevel, pupils, gcs, oxygen, airway, braden] as const;
const care = [need, interval, task, suction, dressing, leave] as const;
/** How the rows of one item become events; texts in lower case. */
export const rule = z.discriminatedUnion('rule', [...charting, ...care]);

export type Rule = z.output<typeof rule>;
export type RuleOf<Name extends Rule['rule']> = Extract<Rule, { rule: Name }>;
