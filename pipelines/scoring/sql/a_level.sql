-- General-care level A1..A4 (PPBV §10) from the four function areas, with bounds.
-- A4: two areas at 4 and a Barthel, extended Barthel or MMSE at or under its limit; A3: two areas at
-- 3 or more; A2: two at 2 or more; else A1 (one area at 3 and the rest at 1 is A1).
-- Missing-data rule: a missing area is 1 in the low bound, 4 in the high, the site's default in the
-- point; a missing score fails the condition in low and point and meets it in high.
-- Grain: encounter, hour (as `evaluation_hour`), with all of `news2`.
with timely as (
  select
    * replace (
      if(hygiene_at >= function_since, hygiene_at, null) as hygiene_at,
      if(nutrition_at >= function_since, nutrition_at, null) as nutrition_at,
      if(elimination_at >= function_since, elimination_at, null) as elimination_at,
      if(mobility_at >= function_since, mobility_at, null) as mobility_at
    )
  from (
    select
      *,
      evaluated_at - to_hours(function_stale_hours()) as function_since,
      evaluated_at - to_hours(score_known_hours()) as score_since
    from news2
  )
), known as (
  select
    * exclude (function_since, score_since, barthel_at, barthel_extended_at, mmse_at) replace (
      if(hygiene_at is null, null, hygiene) as hygiene,
      if(nutrition_at is null, null, nutrition) as nutrition,
      if(elimination_at is null, null, elimination) as elimination,
      if(mobility_at is null, null, mobility) as mobility,
      if(barthel_at >= score_since, barthel, null) as barthel,
      if(barthel_extended_at >= score_since, barthel_extended, null) as barthel_extended,
      if(mmse_at >= score_since, mmse, null) as mmse
    )
  from timely
), counted as (
  select
    *,
    areas_at(2, hygiene, nutrition, elimination, mobility) as at_2,
    areas_at(3, hygiene, nutrition, elimination, mobility) as at_3,
    areas_at(4, hygiene, nutrition, elimination, mobility) as at_4,
    areas_missing(hygiene, nutrition, elimination, mobility) as missing,
    coalesce(barthel <= barthel_dependent(), false) or coalesce(barthel_extended <= barthel_extended_dependent(), false)
      or coalesce(mmse <= mmse_dependent(), false) as dependent,
    coalesce(barthel <= barthel_dependent(), true) or coalesce(barthel_extended <= barthel_extended_dependent(), true)
      or coalesce(mmse <= mmse_dependent(), true) as dependent_high
  from known
)
select
  counted.* exclude (at_2, at_3, at_4, missing, dependent, dependent_high, evaluated_at),
  level_of_areas(
    at_2 + if(site.default_level >= 2, missing, 0), at_3 + if(site.default_level >= 3, missing, 0),
    at_4 + if(site.default_level >= 4, missing, 0), dependent
  ) as a_level,
  level_of_areas(at_2, at_3, at_4, dependent) as a_level_low,
  level_of_areas(at_2 + missing, at_3 + missing, at_4 + missing, dependent_high) as a_level_high,
  function_fresh(hygiene_at, evaluated_at) + function_fresh(nutrition_at, evaluated_at)
    + function_fresh(elimination_at, evaluated_at) + function_fresh(mobility_at, evaluated_at)
    as fresh_functions
from counted, site
