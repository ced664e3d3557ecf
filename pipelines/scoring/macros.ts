import type { Model } from '../../schemas/model.ts';
import { criteriaMacros } from './criteria.ts';
import { news2Macros } from './news2.ts';
import { type Fraction, fraction, millionths } from './weights.ts';

const HOUR_US = 3_600_000_000;

/** SQL macros that the scoring SQL reads as words; every number in them comes from the model file. */
export function macros(model: Model): string[] {
  const { weights } = model;
  const value = (name: keyof typeof weights) => weights[name].value;
  const micro = (name: keyof typeof weights) => millionths(value(name));
  const dayUs = value('dayHours') * HOUR_US;
  const s = ([1, 2, 3, 4] as const).map((level) => micro(`s${level}`));
  const a = ([1, 2, 3, 4] as const).map((level) => micro(`a${level}`));
  // a day's weights over the day's microseconds, in lowest terms: small factors cannot overflow
  const day = fraction([...s, ...a, micro('base'), micro('baseIsolation')], dayUs);
  const byLevel = (factors: readonly number[]) =>
    `case level ${factors.map((factor, i) => `when ${i + 1} then ${factor}`).join(' ')} end`;
  const [s1, s2, s3, s4, a1, a2, a3, a4, base, isolation] = day.factors as number[];
  const night = fraction([micro('nightHour') * 1000], HOUR_US);
  const oneToOne = fraction([micro('oneToOne')], HOUR_US);
  const index = fraction([100 * HOUR_US], micro('minutesAtIndex100'));
  return [
    ...news2Macros(),
    ...criteriaMacros(model),
    // integer division, rounded half up; both sides positive
    'rounded(numerator, denominator) as (2 * numerator + denominator) // (2 * denominator)',
    `per_day(present_us, weight) as rounded(present_us * weight, ${day.denominator})`,
    `b_weight(isolated) as if(isolated, ${isolation}, ${base})`,
    `a_weight(level) as ${byLevel([a1!, a2!, a3!, a4!])}`,
    `s_weight(level) as ${byLevel([s1!, s2!, s3!, s4!])}`,
    `night(present_us, ratio_milli) as
      rounded(present_us * ${night.factors[0]}, ratio_milli * ${night.denominator})`,
    `one_to_one(active_us) as rounded(active_us * ${oneToOne.factors[0]}, ${oneToOne.denominator})`,
    `care_index(millionths, present_us) as case when present_us > 0 then
      (millionths * ${index.factors[0]})::double / (present_us * ${index.denominator})::double end`,
    surveillance(value('setsIncluded'), micro('minutesPerSet') * value('dayHours'), s, dayUs),
    `news2_sets_per_day(total, single_3) as case
      when total is null then 0
      when total >= 7 then ${value('setsAtHigh')}
      when total >= 5 or single_3 then ${value('setsAtMedium')}
      when total >= 1 then ${value('setsAtLow')}
      else ${value('setsAtZero')} end`,
    `news2_half_hours(total, highest) as case
      when total >= 7 then 1 when total >= 5 or highest = 3 then 2 when total >= 1 then 12
      else 24 end`,
    `vital_stale_hours() as ${value('vitalStaleHours')}`,
    `function_stale_hours() as ${value('functionStaleHours')}`,
    `score_known_hours() as ${value('scoreKnownHours')}`,
    `${within('vital_fresh', value('vitalFreshHours'))}::integer`,
    `${within('function_fresh', value('functionFreshHours'))}::integer`,
    `raise_rows() as ${value('raiseHours') - 1}`,
    `longest_silence() as to_days(${value('longestSilenceDays')})`,
    `vital_fresh_hours() as ${value('vitalFreshHours')}`,
    `function_fresh_hours() as ${value('functionFreshHours')}`,
    `areas_at(level, h, n, e, m) as coalesce((h >= level)::integer, 0)
      + coalesce((n >= level)::integer, 0) + coalesce((e >= level)::integer, 0)
      + coalesce((m >= level)::integer, 0)`,
    `areas_missing(h, n, e, m) as (h is null)::integer + (n is null)::integer
      + (e is null)::integer + (m is null)::integer`,
    `level_of_areas(at_2, at_3, at_4, dependent) as case
      when at_4 >= ${value('areasAtLevel')} and dependent then 4
      when at_3 >= ${value('areasAtLevel')} then 3
      when at_2 >= ${value('areasAtLevel')} then 2 else 1 end`,
    `barthel_dependent() as ${value('barthelDependent')}`,
    `barthel_extended_dependent() as ${value('barthelExtendedDependent')}`,
    `mmse_dependent() as ${value('mmseDependent')}`,
    `areas_at_s4() as ${value('areasAtS4')}`,
    `coverage_floor() as ${value('coverageFloor')}`,
  ].map((body) => (body.startsWith('create') ? body : `create or replace temp macro ${body}`));
}

/**
 * V = (sets − included) · minutes a set / 24 h, less the S level's surplus over the day's hours,
 * never under 0: brought to one denominator, in lowest terms.
 */
function surveillance(included: number, perSet: number, s: readonly number[], dayUs: number) {
  const surpluses = s.map((weight) => (weight - s[0]!) * 24);
  const { factors, denominator }: Fraction = fraction([perSet, ...surpluses], 24 * dayUs);
  const [set, ...surplus] = factors as [number, ...number[]];
  const arms = surplus.map((factor, i) => `when ${i + 1} then ${factor}`).join(' ');
  return `surveillance(present_us, sets, level) as rounded(present_us * greatest(0,
    greatest(0, sets - ${included}) * ${set} - case level ${arms} end), ${denominator})`;
}

/** True if something was seen at most so many hours before the evaluation; false if never. */
function within(name: string, hours: number): string {
  return `${name}(seen_at, evaluated_at) as
    coalesce(seen_at >= evaluated_at - interval ${hours} hours, false)`;
}
