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
-- The rows of `event` that matter to the whole encounter, once more: few, and found fast.
create table if not exists lasting_event as from event limit 0;
-- Every encounter that an event ever named, numbered as they first came.
create table if not exists known_encounter (
  encounter_id varchar not null, encounter_key integer not null
);
-- What the events of `event` say that a score counts, but for moves and care needs, as `fact.sql` makes it of them.
create table if not exists fact (
  encounter_key integer not null, occurred_at timestamp not null, kind utinyint not null,
  value double, events integer not null, recorded_at timestamp not null
);
create table if not exists rejected (
  topic varchar, "partition" integer, "offset" bigint, reason varchar, pointer varchar,
  detail varchar, raw blob
);
-- Where reading goes on: committed with the rows it stands for.
create table if not exists position (
  topic varchar, "partition" integer, next_offset bigint, primary key (topic, "partition")
);
-- Who sent the events of a source, from a delivery on: a commit has one sender of each source.
create table if not exists provenance (
  source varchar not null, sender varchar not null, delivery integer not null
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
-- Encounters with a stay; ends_at is NULL while one is open. Their rows are those of `scored_time`.
create table if not exists encounter (
  encounter_id varchar, "partition" integer, ends_at timestamp, scored_time timestamp,
  ward_id varchar, -- of the stay that is open
  left_at timestamp -- when the last stay ended that had by `scored_time`
);
-- When the latest event of an encounter happened that counts: an open stay ends by itself some time after.
create table if not exists sign_of_life (
  encounter_id varchar primary key, last_at timestamp not null
);
-- Events that count and found no place: moves without effect, and what happened while there was no stay.
create table if not exists unplaced_event (
  encounter_id varchar not null, "partition" integer not null, type varchar not null, code varchar,
  ward_id varchar, occurred_at timestamp not null, recorded_at timestamp not null,
  source varchar not null, id varchar not null, is_move boolean not null, reason varchar
);
-- Keys that had an encounter-hour and no longer have one, for every receiver of it.
create table if not exists withdrawn_hour (
  encounter_id varchar not null, ward_id varchar not null, hour timestamp not null,
  "partition" integer not null, "offset" bigint not null, computed_at timestamp,
  revision bigint not null
);
-- The last revision given: encounter-hours that changed together share one.
create table if not exists outbox (revision bigint not null);
insert into outbox select 0 where not exists (from outbox);
-- How far the outbox is published, where this file has to know: the last revision and stream time, and
-- the log position of the last rejected record that is mirrored. `sent_to` is where what it sent ends in
-- the topic; from `others_from` to `others_to` there are messages of another scorer, not yet compared.
create table if not exists published (
  revision bigint not null, stream_time timestamp, rejected_offset bigint not null,
  sent_to bigint not null, others_from bigint, others_to bigint
);
insert into published select 0, null, -1, 0, null, null where not exists (from published);
create table if not exists meta (name varchar primary key, value varchar not null);
-- programs before migrations refuse what they read here
insert into meta values ('program layout', 'see the table layout') on conflict do nothing;
-- Every ward that was ever named, with the night ratio it is scored with, the instant it closed, and the instant
-- before which none of its hours is scored.
create table if not exists known_ward (
  ward_id varchar primary key, night_ratio_milli bigint, closed_from timestamp, data_from timestamp
);
