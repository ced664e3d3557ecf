import { readFileSync } from 'node:fs';
import { z } from 'zod';

const band = z.tuple([z.number().nullable(), z.number().nullable(), z.int().min(0).max(3)]);
const table = z.strictObject({
  id: z.literal('news2'),
  title: z.string(),
  source: z.string(),
  parameters: z.record(
    z.string(),
    z.strictObject({ decimals: z.int().min(0).max(3), bands: z.array(band).min(2) }),
  ),
});
type Parameter = z.output<typeof table>['parameters'][string];

/** The published NEWS2 table (`models/news2.json`): bands as [from, to, points]. */
const news2Table = table.parse(
  JSON.parse(readFileSync(new URL('models/news2.json', import.meta.url), 'utf8')),
);

/**
 * SQL macros that give a parameter's points; NULL in, NULL out. The table is read in whole steps of
 * its precision, half a step away from zero: a value belongs to a band that ends at `to` if it is
 * under `to` and half a step.
 */
export function news2Macros(): string[] {
  const points = (name: string) => bandsCase(news2Table.parameters[name]!);
  return [
    macro('news2_respiratory_rate(x)', points('respiratory_rate')),
    macro('news2_systolic_bp(x)', points('systolic_bp')),
    macro('news2_heart_rate(x)', points('heart_rate')),
    macro('news2_temperature(x)', points('temperature')),
    macro(
      'news2_spo2(x, scale, oxygen)',
      `case when scale = 2 then
        case when oxygen then ${points('spo2_scale_2_oxygen')} else ${points('spo2_scale_2_air')} end
      else ${points('spo2_scale_1')} end`,
    ),
    macro('news2_oxygen(x)', 'case when x then 2 when not x then 0 end'),
    macro('news2_consciousness(x)', "case when x = 'A' then 0 when x is not null then 3 end"),
  ];
}

function bandsCase({ decimals, bands }: Parameter): string {
  const half = 0.5 / 10 ** decimals;
  const arms = bands.map(([, to, points]) =>
    to === null
      ? `else ${points}`
      : `when x < ${(to + half).toFixed(decimals + 1)}::double then ${points}`,
  );
  return `case when x is null then null ${arms.join(' ')} end`;
}

function macro(signature: string, body: string): string {
  return `create or replace temp macro ${signature} as (${body})`;
}
