/** SQL macros of the output relations: how minutes, instants and inputs are written. */
export const OUTPUT_MACROS = [
  'minutes_of(millionths) as millionths::decimal(18, 0) * 0.000001::decimal(7, 6)',
  `instant_text(t) as case when epoch_us(t) % 1000000 = 0
    then strftime(t, '%Y-%m-%dT%H:%M:%SZ') else strftime(t, '%Y-%m-%dT%H:%M:%S.%fZ') end`,
  `freshness(value, seen_at, evaluated_at, fresh_hours) as case
    when value is null then 'missing' when seen_at is null then 'assumed'
    when seen_at >= evaluated_at - to_hours(fresh_hours) then 'fresh' else 'stale' end`,
  `coverage_of(covered_us, presence_us) as
    covered_us::double / nullif(11 * presence_us, 0)::double`,
  `input(value, seen_at, freshness) as
    {'value': value, 'occurredAt': instant_text(seen_at), 'freshness': freshness}`,
].map((body) => `create or replace temp macro ${body}`);
