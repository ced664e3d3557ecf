-- Tasks and medications that the S level counts, as numbers at an instant.
-- Source: PPBV Annex 2.
-- Grain: task or medication.
select
  encounter_key, occurred_at,
  (code = 'suction')::integer as suction,
  (code = 'tracheal-suction')::integer as tracheal_suction,
  (code in ('tube-insertion', 'catheter-insertion'))::integer as insertion,
  (code = 'inhalation')::integer as inhalation,
  (code = 'dressing.simple')::integer as dressing_simple,
  (code = 'dressing.complex')::integer as dressing_complex,
  0::decimal(18, 6) as infusion_ml, 0 as infusion_unknown, 0 as short_infusion,
  0 as transfusion, 0 as cytotoxic, 0 as intensive_drug
from slice_event
where type = 'task'
  and code in ('suction', 'tracheal-suction', 'tube-insertion', 'catheter-insertion', 'inhalation',
    'dressing.simple', 'dressing.complex')
union all
select
  encounter_key, occurred_at,
  0, 0, 0, 0, 0, 0,
  case when form in ('infusion', 'short-infusion') then coalesce(volume_ml, 0) else 0 end
    ::decimal(18, 6),
  (form in ('infusion', 'short-infusion') and volume_ml is null)::integer,
  (form = 'short-infusion')::integer,
  (form = 'transfusion')::integer,
  (form = 'cytotoxic')::integer,
  (form in ('iv-insulin', 'vasoactive', 'observed'))::integer
from slice_event
where type = 'medication'
  and form in ('infusion', 'short-infusion', 'transfusion', 'cytotoxic', 'iv-insulin', 'vasoactive',
    'observed')
