-- General-care level A1..A4 (PPBV §10) from the four function areas, with bounds.
-- A4: two areas at 4 and a Barthel, extended Barthel or MMSE at or under its limit; A3: two areas at
-- 3 or more; A2: two at 2 or more; else A1 (one area at 3 and the rest at 1 is A1).
-- Missing-data rule: a missing area is 1 in the low bound, 4 in the high, the site's default in the
-- point; a missing score fails the condition in low and point and meets it in high.
-- Grain: encounter, hour (as `grid`), with all of `news2`.
with known as (
  select
    * replace (
      if(function_known(hygiene_at, evaluated_at), hygiene, null) as hygiene,
      if(function_known(hygiene_at, evaluated_at), hygiene_at, null) as hygiene_at,
      if(function_known(nutrition_at, evaluated_at), nutrition, null) as nutrition,
      if(function_known(nutrition_at, evaluated_at), nutrition_at, null) as nutrition_at,
      if(function_known(elimination_at, evaluated_at), elimination, null) as elimination,
      if(function_known(elimination_at, evaluated_at), elimination_at, null) as elimination_at,
      if(function_known(mobility_at, evaluated_at), mobility, null) as mobility,
      if(function_known(mobility_at, evaluated_at), mobility_at, null) as mobility_at,
      if(score_known(barthel_at, evaluated_at), barthel, null) as barthel,
      if(score_known(barthel_extended_at, evaluated_at), barthel_extended, null) as barthel_extended,
      if(score_known(mmse_at, evaluated_at), mmse, null) as mmse
    )
  from news2
), judged as (
  select
    *,
    coalesce(barthel <= 35, false) or coalesce(barthel_extended <= 15, false)
      or coalesce(mmse <= 16, false) as dependent,
    coalesce(barthel <= 35, true) or coalesce(barthel_extended <= 15, true)
      or coalesce(mmse <= 16, true) as dependent_high
  from known
)
select
  judged.* exclude (dependent, dependent_high, evaluated_at, barthel_at, barthel_extended_at,
    mmse_at),
  general_care_level(hygiene, nutrition, elimination, mobility, site.default_level, dependent)
    as a_level,
  general_care_level(hygiene, nutrition, elimination, mobility, 1, dependent) as a_level_low,
  general_care_level(hygiene, nutrition, elimination, mobility, 4, dependent_high) as a_level_high,
  function_fresh(hygiene_at, evaluated_at) + function_fresh(nutrition_at, evaluated_at)
    + function_fresh(elimination_at, evaluated_at) + function_fresh(mobility_at, evaluated_at)
    as fresh_functions
from judged, site
