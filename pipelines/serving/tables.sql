-- What the API reads, beside encounter-hours. All minutes and nurses are integers of a millionth.
-- Ward-hours, summed from encounter-hours; `known_at` is the stream time from which a value was known.
create table if not exists ward_hour (
  ward_id varchar not null, hour timestamp not null, provisional boolean, presence_us bigint,
  patients bigint, census bigint, arrivals integer, departures integer,
  base bigint, general_care bigint, special_care bigint, surveillance bigint, churn bigint,
  one_to_one bigint, escort bigint, minutes bigint, minutes_low bigint, minutes_high bigint,
  covered_us bigint, imputed_patients bigint, newest_input_at timestamp, model varchar, computed_at timestamp,
  known_at timestamp not null
);
-- The values they had before, until others were known.
create table if not exists superseded_ward_hour as
  select *, known_at as known_until from ward_hour limit 0;
-- The version of each staffing and judgement event that counts. `known_at` is the stream time of the first
-- publication after it came, NULL before that.
create table if not exists staffing (
  source varchar not null, id varchar not null, recorded_at timestamp not null,
  status varchar not null, type varchar not null, ward_id varchar not null,
  occurred_at timestamp not null, role varchar, basis varchar, from_at timestamp, to_at timestamp,
  headcount double, value double, note varchar, known_at timestamp
);
-- The other versions, by which one that is sent again is known.
create table if not exists superseded_staffing as from staffing limit 0;
-- Nurses of a ward in an hour, from staffing: means over the instants at which the role is known, NULL where it is at
-- none; whether it is known at all of them. `staffed_hour` says which of them count.
create table if not exists supply_hour (
  ward_id varchar not null, hour timestamp not null, rn bigint, na bigint,
  rn_planned bigint, na_planned bigint, is_rn_known boolean not null, is_na_known boolean not null
);
-- What is usual on a ward, learned from the eight weeks before a local day; `visible_*` for those outside the
-- treating unit. Need: minutes an hour, by hour of the local day and kind of day (`weekday`, `weekend`).
create table if not exists usual_need (
  ward_id varchar not null, day date not null, kind varchar not null, local_hour utinyint not null,
  minutes double, p10 double, p90 double, hours bigint not null,
  visible_minutes double, visible_p10 double, visible_p90 double, visible_hours bigint not null
);
-- Load: norm need over persons present, by the shift that begins on the day.
create table if not exists usual_load (
  ward_id varchar not null, day date not null, shift_id varchar not null,
  load double, p90 double, hours bigint not null, days bigint not null,
  visible_load double, visible_p90 double, visible_hours bigint not null, visible_days bigint not null
);
-- What the site decided for a ward and shift: persons per norm person (k), and the share of registered nurses in it,
-- in millionths; in force for shifts that begin on `valid_from` or later. `known_at`: stream time of the site file
-- that brought it; `known_until`: of the one that replaced it.
create table if not exists level (
  ward_id varchar not null, shift_id varchar not null, valid_from date not null,
  k bigint not null, rn_share bigint not null, basis varchar not null,
  known_at timestamp not null, known_until timestamp
);
-- Keys whose newest version is that they have no encounter-hour.
create table if not exists withdrawn_hour (
  encounter_id varchar not null, ward_id varchar not null, hour timestamp not null,
  "partition" integer not null, "offset" bigint not null, computed_at timestamp, revision bigint
);
-- How far a partition's publications are applied, committed with what they brought: the revision of its
-- outbox, or the next offset of the topic they came by. Stream time is NULL before any came.
create table if not exists applied (
  "partition" integer primary key, position bigint not null, stream_time timestamp
);
-- The first stream time of each hour that a partition's publications were scored at: how far need was published
-- by a time. None is noted twice.
create table if not exists reached ("partition" integer not null, stream_time timestamp not null);
-- The next offset to read of other topics.
create table if not exists position (
  topic varchar, "partition" integer, next_offset bigint not null, primary key (topic, "partition")
);
-- The settings that what is stored here depends on.
create table if not exists served_with (name varchar primary key, value varchar not null);
