import type { Model, NumericWeight } from '../../schemas/model.ts';
import { criteriaMacros } from './criteria.ts';
import { news2Macros } from './news2.ts';
import { type Fraction, fraction, millionths, scaled } from './weights.ts';

const HOUR_US = 3_600_000_000;
/** Twice its product with an hour's microseconds is within 64 bits. */
const MAX_FACTOR = 1_000_000_000;
/** In the list of norms the base comes after the levels of special and general care. */
const BASE_PLACE = 8;

/** SQL macros that the scoring SQL reads as words; every number in them comes from the model file. */
export function macros(model: Model): string[] {
  const { weights } = model;
  const value = (name: NumericWeight) => weights[name].value;
  const micro = (name: NumericWeight) => millionths(value(name));
  const s = ([1, 2, 3, 4] as const).map((level) => micro(`s${level}`));
  const a = ([1, 2, 3, 4] as const).map((level) => micro(`a${level}`));
  // weights over an hour's microseconds, in lowest terms: small factors cannot overflow
  const norms = [...s, ...a, micro('base'), micro('baseIsolation')];
  const day = weightMacros('day', fraction(norms, HOUR_US));
  const night = weightMacros('night', nightShares(model, norms));
  const oneToOne = fraction([micro('oneToOne')], HOUR_US);
  const index = fraction([100 * HOUR_US], micro('referencePatient'));
  return [
    ...news2Macros(),
    ...criteriaMacros(model),
    // integer division, rounded half up; both sides positive
    'rounded(numerator, denominator) as (2 * numerator + denominator) // (2 * denominator)',
    ...day.macros,
    ...night.macros,
    `per_day(present_us, weight, day_hours) as
      rounded(present_us * weight, ${day.denominator} * day_hours)`,
    `per_night(present_us, weight, ratio_milli) as
      rounded(present_us * weight, ratio_milli * ${night.denominator})`,
    `one_to_one(active_us) as rounded(active_us * ${oneToOne.factors[0]}, ${oneToOne.denominator})`,
    `care_index(millionths, present_us, day_hours) as case when present_us > 0 then
      (millionths * (${index.factors[0]} * day_hours))::double / (present_us * ${index.denominator})::double end`,
    surveillance(value('setsIncluded'), micro('minutesPerSet'), s),
    `short_stay() as to_microseconds(${value('shortStayMinutes') * 60e6})`,
    `escort_grace() as to_microseconds(${value('escortGraceMinutes') * 60e6})`,
    // what an escort or a move changes may be the hour in which a ward was left before
    `touched_from(occurred_at, is_move, code) as
      if(is_move or coalesce(code = 'escort', false), occurred_at - escort_grace(), occurred_at)`,
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
 * A night hour is 60/R minutes for an A2/S2 patient: one part is the same for all and of the base, the other goes by the
 * patient's norms of a day. Weights of both, over the thousandths of R.
 */
function nightShares({ weights }: Model, norms: readonly number[]): Fraction {
  const share = millionths(weights.nightAcuityShare.value);
  const reference = millionths(weights.referencePatient.value);
  const alike = norms.map((_, place) => (place < BASE_PLACE ? 0 : (1e6 - share) * reference));
  const shares = fraction(
    norms.map((norm, place) => alike[place]! + share * norm),
    1e6 * reference,
  );
  return scaled(shares, fraction([millionths(weights.nightHour.value) * 1000], HOUR_US));
}

/** Macros of the weights by isolation and levels, of a day or a night: S1–S4, A1–A4, then the base without and in isolation. */
function weightMacros(of: 'day' | 'night', { factors, denominator }: Fraction) {
  if (factors.some((factor) => factor > MAX_FACTOR)) {
    throw new Error(`The weights of a ${of} have too many decimals to be computed with exactly`);
  }
  const byLevel = (levels: readonly number[]) =>
    `case level ${levels.map((factor, i) => `when ${i + 1} then ${factor}`).join(' ')} end`;
  const [base, isolation] = factors.slice(BASE_PLACE);
  const macros = [
    `b_${of}(isolated) as if(isolated, ${isolation}, ${base})`,
    `a_${of}(level) as ${byLevel(factors.slice(4, BASE_PLACE))}`,
    `s_${of}(level) as ${byLevel(factors.slice(0, 4))}`,
  ];
  return { macros, denominator };
}

/**
 * V = (sets − included) · minutes a set / 24 h, less the S level's surplus over the hours of the day,
 * never under 0: brought to one denominator, in lowest terms.
 */
function surveillance(included: number, perSet: number, s: readonly number[]) {
  const surpluses = s.map((weight) => (weight - s[0]!) * 24);
  const { factors, denominator } = fraction([perSet, ...surpluses], 24 * HOUR_US);
  const [set, ...surplus] = factors as [number, ...number[]];
  const arms = surplus.map((factor, i) => `when ${i + 1} then ${factor}`).join(' ');
  return `surveillance(present_us, sets, level, day_hours) as rounded(present_us * greatest(0,
    greatest(0, sets - ${included}) * ${set} * day_hours - case level ${arms} end), ${denominator} * day_hours)`;
}

/** True if something was seen at most so many hours before the evaluation; false if never. */
function within(name: string, hours: number): string {
  return `${name}(seen_at, evaluated_at) as
    coalesce(seen_at >= evaluated_at - interval ${hours} hours, false)`;
}
