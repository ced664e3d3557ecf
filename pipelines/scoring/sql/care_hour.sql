-- Tasks and medications that the S level counts, summed by hour, when the latest was, and when the latest
-- recorded was.
-- Grain: encounter, hour.
select
  encounter_key,
  date_trunc('hour', occurred_at) as hour,
  sum(suction)::integer as suction,
  sum(tracheal_suction)::integer as tracheal_suction,
  sum(insertion)::integer as insertion,
  sum(inhalation)::integer as inhalation,
  sum(dressing_simple)::integer as dressing_simple,
  sum(dressing_complex)::integer as dressing_complex,
  sum(infusion_ml)::decimal(18, 6) as infusion_ml,
  sum(infusion_unknown)::integer as infusion_unknown,
  sum(short_infusion)::integer as short_infusion,
  sum(transfusion)::integer as transfusion,
  sum(cytotoxic)::integer as cytotoxic,
  sum(intensive_drug)::integer as intensive_drug,
  max(occurred_at) as care_at,
  max(recorded_at) as care_recorded_at
from care_item
group by all
