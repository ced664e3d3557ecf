-- What the S level counts, as numbers at an instant: observation sets, tasks and medications.
-- Source: PPBV Annex 2. A set is a minute with two (S2) or three (S3) different counted codes.
-- Grain: minute with observations, task or medication.
select
  encounter_id,
  minute as moment,
  (bit_count(codes) >= 2)::integer as sets_of_two,
  (bit_count(codes) >= 3)::integer as sets_of_three,
  observations,
  codes,
  0 as suction, 0 as tracheal_suction, 0 as insertion, 0 as inhalation,
  0 as dressing_simple, 0 as dressing_complex,
  0.0::decimal(28, 12) as infusion_ml, 0 as infusion_unknown, 0 as short_infusion,
  0 as transfusion, 0 as cytotoxic, 0 as intensive_drug
from observation_minute
where codes <> 0
union all
select
  encounter_id,
  occurred_at,
  0, 0, 0, 0,
  (code = 'suction')::integer,
  (code = 'tracheal-suction')::integer,
  (code in ('tube-insertion', 'catheter-insertion'))::integer,
  (code = 'inhalation')::integer,
  (code = 'dressing.simple')::integer,
  (code = 'dressing.complex')::integer,
  0, 0, 0, 0, 0, 0
from scoped_event
where type = 'task'
  and code in ('suction', 'tracheal-suction', 'tube-insertion', 'catheter-insertion', 'inhalation',
    'dressing.simple', 'dressing.complex')
union all
select
  encounter_id,
  occurred_at,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  case when form in ('infusion', 'short-infusion') then coalesce(volume_ml, 0) else 0 end::decimal(28, 12),
  (form in ('infusion', 'short-infusion') and volume_ml is null)::integer,
  (form = 'short-infusion')::integer,
  (form = 'transfusion')::integer,
  (form = 'cytotoxic')::integer,
  (form in ('iv-insulin', 'vasoactive', 'observed'))::integer
from scoped_event
where type = 'medication'
  and form in ('infusion', 'short-infusion', 'transfusion', 'cytotoxic', 'iv-insulin', 'vasoactive',
    'observed')
