import type { CRITERION_COUNTS, Criterion, Model } from '../../schemas/model.ts';

type Count = (typeof CRITERION_COUNTS)[number];

/** Where the parameters behind a count are, a bit a code. */
const CODES: Partial<Record<Count, string>> = {
  observations8h: 'codes_8h',
  observations12h: 'codes_12h',
};
const AREAS = ['invasive', 'medication', 'wound'] as const;

/**
 * SQL macros over the model's criteria of special care, which stand there once:
 * - `met_criteria(counts, count_values)`: which are met by counts (a row of `s_level.sql`), a bit each;
 * - `area_level(met, area)`: the level an area has by them;
 * - `criterion_codes(met)`: their codes, after one another with commas.
 */
export function criteriaMacros({ criteria }: Model): string[] {
  const all = Object.entries(criteria).map(([code, criterion], index) => {
    return { code, ...criterion, bit: 2 ** index };
  });
  const bitsOf = (area: string, level: number) =>
    all
      .filter((each) => each.area === area && each.level === level)
      .reduce((bits, { bit }) => bits + bit, 0);
  const met = all.map((each) => `if(${isMet(each)}, ${each.bit}, 0)`);
  const levels = AREAS.map(
    (area) => `when '${area}' then case when (met & ${bitsOf(area, 3)}) > 0 then 3
      when (met & ${bitsOf(area, 2)}) > 0 then 2 else 1 end`,
  );
  const codes = all.map(({ code, bit }) => `if((met & ${bit}) > 0, '${code}', null)`);
  return [
    `met_criteria(counts, count_values) as ${met.join(' + ')}`,
    `area_level(met, area) as case area ${levels.join(' ')} end`,
    `criterion_codes(met) as concat_ws(',', ${codes.join(', ')})`,
  ];
}

function isMet({ count, atLeast, codes, counting }: Criterion): string {
  const value = (column: string) => `struct_extract(counts, '${column}')`;
  const found = value(columnOf(count));
  const conditions = [count === 'centralLine' ? found : `${found} >= ${atLeast}`];
  if (codes !== undefined) conditions.push(`bit_count(${value(CODES[count]!)}) >= ${codes}`);
  if (counting !== undefined) {
    conditions.push(counting === 'values' ? 'count_values' : 'not count_values');
  }
  return conditions.join(' and ');
}

/** A count's column: `setsOfTwo8h` is `sets_of_two_8h`. */
function columnOf(count: Count): string {
  return count
    .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replace(/(\d+h)$/, '_$1');
}
