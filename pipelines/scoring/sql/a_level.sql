-- General-care level A1..A4 (PPBV §10) from the four function areas, with bounds.
-- A4: two areas at 4 and a Barthel, extended Barthel or MMSE at or under its limit; A3: two areas at
-- 3 or more; A2: two at 2 or more; else A1 (one area at 3 and the rest at 1 is A1).
-- Missing-data rule: a missing area is 1 in the low bound, 4 in the high, the site's default in the
-- point; a missing score fails the condition in low and point and meets it in high.
-- Grain: encounter, hour (as `grid`).
with aged as (
  select
    encounter_id, hour,
    function_freshness(hygiene_at, evaluated_at) as hygiene_freshness,
    function_freshness(nutrition_at, evaluated_at) as nutrition_freshness,
    function_freshness(elimination_at, evaluated_at) as elimination_freshness,
    function_freshness(mobility_at, evaluated_at) as mobility_freshness,
    hygiene, hygiene_at, nutrition, nutrition_at, elimination, elimination_at, mobility, mobility_at,
    if(score_known(barthel_at, evaluated_at), barthel, null) as barthel,
    if(score_known(barthel_extended_at, evaluated_at), barthel_extended, null) as barthel_extended,
    if(score_known(mmse_at, evaluated_at), mmse, null) as mmse
  from state
), known as (
  select
    * replace (
      if(hygiene_freshness = 'missing', null, hygiene) as hygiene,
      if(hygiene_freshness = 'missing', null, hygiene_at) as hygiene_at,
      if(nutrition_freshness = 'missing', null, nutrition) as nutrition,
      if(nutrition_freshness = 'missing', null, nutrition_at) as nutrition_at,
      if(elimination_freshness = 'missing', null, elimination) as elimination,
      if(elimination_freshness = 'missing', null, elimination_at) as elimination_at,
      if(mobility_freshness = 'missing', null, mobility) as mobility,
      if(mobility_freshness = 'missing', null, mobility_at) as mobility_at
    ),
    coalesce(barthel <= 35, false) or coalesce(barthel_extended <= 15, false)
      or coalesce(mmse <= 16, false) as dependent,
    coalesce(barthel <= 35, true) or coalesce(barthel_extended <= 15, true)
      or coalesce(mmse <= 16, true) as dependent_high
  from aged
)
select
  known.*,
  general_care_level(hygiene, nutrition, elimination, mobility, site.default_level, dependent)
    as a_level,
  general_care_level(hygiene, nutrition, elimination, mobility, 1, dependent) as a_level_low,
  general_care_level(hygiene, nutrition, elimination, mobility, 4, dependent_high) as a_level_high,
  (hygiene_freshness = 'fresh')::integer + (nutrition_freshness = 'fresh')::integer
    + (elimination_freshness = 'fresh')::integer + (mobility_freshness = 'fresh')::integer
    as fresh_functions
from known, site
