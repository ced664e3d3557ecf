-- Nurses of each role on a ward in an hour, instant by instant: actual staffing where there is any, else
-- planned. Mean headcounts over the hour in millionths, rounded once (half up).
-- Source: BALANCE.md, Supply.
-- `effective_staffing`: the staffing that counts, with the hours [since, until) to compute.
-- Missing-data rule: NULL for a role that is known at no instant of the hour; instants at which it is not known count
-- nothing, and `is_rn_known` and `is_na_known` say whether there are any. `staffed_hour` says what counts.
-- Grain: ward, hour; only where something is known.
with part as (
  select
    ward_id, hour, role, basis, heads,
    greatest(from_at, hour) as from_at,
    least(to_at, hour + interval 1 hour) as to_at
  from (
    select
      *,
      unnest(generate_series(
        date_trunc('hour', greatest(from_at, since)),
        least(to_at, until) - interval 1 microsecond,
        interval 1 hour
      )) as hour
    from effective_staffing
    where from_at < until and to_at > since
  )
), cut as (
  select ward_id, hour, from_at as begins from part
  union select ward_id, hour, to_at from part
), slice as (
  select ward_id, hour, begins, lead(begins) over (partition by ward_id, hour order by begins) as ends
  from cut
), present as (
  select
    ward_id, hour, slice.begins, epoch_us(slice.ends) - epoch_us(slice.begins) as us,
    sum(heads) filter (role = 'rn' and basis = 'planned') as rn_planned,
    sum(heads) filter (role = 'na' and basis = 'planned') as na_planned,
    coalesce(sum(heads) filter (role = 'rn' and basis = 'actual'), rn_planned) as rn,
    coalesce(sum(heads) filter (role = 'na' and basis = 'actual'), na_planned) as na
  from slice join part using (ward_id, hour)
  where part.from_at <= slice.begins and part.to_at >= slice.ends
  group by all
)
select
  ward_id, hour,
  per_hour(sum(rn * us)) as rn, per_hour(sum(na * us)) as na,
  per_hour(sum(rn_planned * us)) as rn_planned, per_hour(sum(na_planned * us)) as na_planned,
  coalesce(sum(us) filter (rn is not null) = 3600000000, false) as is_rn_known,
  coalesce(sum(us) filter (na is not null) = 3600000000, false) as is_na_known
from present
group by all
