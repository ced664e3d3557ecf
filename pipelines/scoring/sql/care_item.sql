-- Tasks and medications that the S level counts, as numbers at an instant.
-- Source: PPBV Annex 2.
-- Grain: task or medication.
select
  encounter_key, occurred_at, recorded_at,
  (kind = kind('suction'))::integer as suction,
  (kind = kind('tracheal-suction'))::integer as tracheal_suction,
  (kind in (kind('tube-insertion'), kind('catheter-insertion')))::integer as insertion,
  (kind = kind('inhalation'))::integer as inhalation,
  (kind = kind('dressing.simple'))::integer as dressing_simple,
  (kind = kind('dressing.complex'))::integer as dressing_complex,
  0::decimal(18, 6) as infusion_ml, 0 as infusion_unknown, 0 as short_infusion,
  0 as transfusion, 0 as cytotoxic, 0 as intensive_drug
from slice_fact
where kind in (kind('suction'), kind('tracheal-suction'), kind('tube-insertion'), kind('catheter-insertion'),
  kind('inhalation'), kind('dressing.simple'), kind('dressing.complex'))
union all
select
  encounter_key, occurred_at, recorded_at,
  0, 0, 0, 0, 0, 0,
  case when kind in (kind('infusion'), kind('short-infusion')) then coalesce(value, 0) else 0 end
    ::decimal(18, 6),
  (kind in (kind('infusion'), kind('short-infusion')) and value is null)::integer,
  (kind = kind('short-infusion'))::integer,
  (kind = kind('transfusion'))::integer,
  (kind = kind('cytotoxic'))::integer,
  (kind in (kind('iv-insulin'), kind('vasoactive'), kind('observed')))::integer
from slice_fact
where kind in (kind('infusion'), kind('short-infusion'), kind('transfusion'), kind('cytotoxic'),
  kind('iv-insulin'), kind('vasoactive'), kind('observed'))
