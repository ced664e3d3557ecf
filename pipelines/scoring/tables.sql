-- What the scorer keeps. `event` holds the version of each event that counts, `superseded_event`
-- the other versions; together they are the log without exact duplicates.
create table if not exists event (
  id varchar not null, source varchar not null, type varchar not null, status varchar not null,
  encounter_id varchar, occurred_at timestamp not null, recorded_at timestamp not null,
  code varchar, value double, text varchar, unit varchar, ward_id varchar, bed varchar,
  age double, pregnant boolean, planned_discharge_at timestamp, minutes double,
  form varchar, volume_ml double, instrument varchar, total double, items varchar,
  role varchar, basis varchar, from_at timestamp, to_at timestamp, headcount double,
  is_move boolean not null,   -- admission, transfer, discharge, leave
  horizon utinyint not null,  -- how long it can matter: 3 the encounter, 2 a week, 1 a day, 0 never
  identity ubigint not null,  -- hash of (source, id), to find other versions by
  delivery integer not null   -- which commit brought it
);
create table if not exists superseded_event as from event limit 0;
-- The rows of `event` that matter for longer than a day, once more: few, and found fast.
create table if not exists lasting_event as from event limit 0;
create table if not exists rejected (
  topic varchar, "partition" integer, "offset" bigint, reason varchar, pointer varchar,
  detail varchar, raw blob
);
-- Where reading goes on: committed with the rows it stands for.
create table if not exists position (
  topic varchar, "partition" integer, next_offset bigint, primary key (topic, "partition")
);
-- Deliveries kept and not yet settled among the versions of their events.
create table if not exists unsettled (delivery integer, "partition" integer, next_offset bigint);
-- Stream time of a log partition: the latest recorded_at read, and the one last scored.
create table if not exists stream (
  "partition" integer primary key, stream_time timestamp not null, scored_time timestamp,
  next_offset bigint not null
);
-- Facts stored and not yet scored.
create table if not exists touched (encounter_id varchar, "partition" integer, from_time timestamp);
-- Encounters with a stay; ends_at is NULL while one is open.
create table if not exists encounter (encounter_id varchar, "partition" integer, ends_at timestamp);
-- What a patient needs on a ward in an hour, as `rescored_hour.sql` computes it: minutes in
-- millionths, with the inputs, counts and levels behind them; then the model, and the log position
-- and stream time the row was computed from.
create table if not exists encounter_hour (
  encounter_id varchar not null, ward_id varchar not null, hour timestamp not null,
  provisional boolean, presence_us bigint, arrivals integer, departures integer,
  present_at_end boolean,
  base bigint, general_care bigint, special_care bigint, surveillance bigint, churn bigint,
  one_to_one bigint, escort bigint, minutes bigint, minutes_low bigint, minutes_high bigint,
  "index" double, fresh_inputs utinyint,
  news2 utinyint, news2_low utinyint, news2_high utinyint, news2_reason varchar,
  a_level utinyint, a_level_low utinyint, a_level_high utinyint, s_level utinyint,
  s_level_raw utinyint,
  respiratory_rate double, respiratory_rate_at timestamp, spo2 double, spo2_at timestamp,
  spo2_scale utinyint, on_oxygen boolean, on_oxygen_at timestamp,
  systolic_bp double, systolic_bp_at timestamp, heart_rate double, heart_rate_at timestamp,
  consciousness varchar, consciousness_at timestamp, temperature double, temperature_at timestamp,
  hygiene utinyint, hygiene_at timestamp, nutrition utinyint, nutrition_at timestamp,
  elimination utinyint, elimination_at timestamp, mobility utinyint, mobility_at timestamp,
  barthel utinyint, barthel_extended utinyint, mmse utinyint,
  isolation boolean, palliative boolean, central_line boolean,
  sets_of_two_8h integer, sets_of_three_12h integer, observations_8h integer,
  observations_12h integer, suction_24h integer, tracheal_suction_24h integer,
  insertion_24h integer, infusion_ml_16h decimal(18, 6), infusion_unknown_16h integer,
  short_infusion_16h integer, short_infusion_24h integer, transfusion_24h integer,
  cytotoxic_24h integer, inhalation_24h integer, intensive_drug_24h integer,
  dressing_simple_24h integer, dressing_complex_24h integer,
  escort_unknown boolean, vitals_overdue double,
  model varchar, "partition" integer, "offset" bigint, computed_at timestamp
);
create table if not exists meta (name varchar primary key, value varchar not null);
