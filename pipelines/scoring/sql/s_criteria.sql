-- The codes of the criteria that are met, by their bits.
-- Grain: combination of criteria.
select met, criterion_codes(met) as s_criteria
from (select distinct met from s_level)
