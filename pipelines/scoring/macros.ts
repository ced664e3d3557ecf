import type { Model } from '../../schemas/model.ts';
import { news2Macros } from './news2.ts';
import { millionths } from './weights.ts';

/** SQL macros that the scoring SQL reads as words; every number in them comes from the model file. */
export function macros({ weights }: Model): string[] {
  const value = (name: keyof typeof weights) => weights[name].value;
  const micro = (name: keyof typeof weights) => millionths(value(name));
  const dayUs = value('dayHours') * 3_600_000_000;
  return [
    ...news2Macros(),
    // integer division, rounded half up; both sides positive
    'rounded(numerator, denominator) as ((2 * numerator + denominator) // (2 * denominator))::bigint',
    `per_day(present_us, micro_minutes) as rounded(present_us::hugeint * micro_minutes, ${dayUs})`,
    `a_weight(level) as case level when 1 then ${micro('a1')} when 2 then ${micro('a2')}
      when 3 then ${micro('a3')} when 4 then ${micro('a4')} end`,
    `s_weight(level) as case level when 1 then ${micro('s1')} when 2 then ${micro('s2')}
      when 3 then ${micro('s3')} when 4 then ${micro('s4')} end`,
    // V is sets beyond those the norm holds, times minutes a set, over 24 h; the surplus of the
    // S level is over the day's hours: brought to one denominator
    `surveillance(present_us, sets, surplus) as rounded(
      present_us::hugeint * greatest(0, greatest(0, sets - ${value('setsIncluded')})::hugeint
        * ${micro('minutesPerSet')} * ${value('dayHours')} - surplus::hugeint * 24),
      ${24 * dayUs}::hugeint)`,
    `news2_sets_per_day(total, single_3) as case
      when total is null then 0
      when total >= 7 then ${value('setsAtHigh')}
      when total >= 5 or single_3 then ${value('setsAtMedium')}
      when total >= 1 then ${value('setsAtLow')}
      else ${value('setsAtZero')} end`,
    'news2_half_hours(total, highest) as case when total >= 7 then 1 when total >= 5 or highest = 3 then 2 when total >= 1 then 12 else 24 end',
    freshness('vital_freshness', value('vitalFreshHours'), value('vitalStaleHours')),
    freshness('function_freshness', value('functionFreshHours'), value('functionStaleHours')),
    `score_known(seen_at, evaluated_at) as coalesce(seen_at >= evaluated_at - interval ${value('scoreKnownHours')} hours, false)`,
    `areas_level(areas, dependent) as case
      when len(list_filter(areas, lambda a: a >= 4)) >= 2 and dependent then 4
      when len(list_filter(areas, lambda a: a >= 3)) >= 2 then 3
      when len(list_filter(areas, lambda a: a >= 2)) >= 2 then 2
      else 1 end`,
    `general_care_level(hygiene, nutrition, elimination, mobility, missing, dependent) as
      areas_level([coalesce(hygiene, missing), coalesce(nutrition, missing),
        coalesce(elimination, missing), coalesce(mobility, missing)], dependent)`,
  ].map((body) => (body.startsWith('create') ? body : `create or replace temp macro ${body}`));
}

function freshness(name: string, freshHours: number, staleHours: number): string {
  return `${name}(seen_at, evaluated_at) as case
    when seen_at >= evaluated_at - interval ${freshHours} hours then 'fresh'
    when seen_at >= evaluated_at - interval ${staleHours} hours then 'stale'
    else 'missing' end`;
}
