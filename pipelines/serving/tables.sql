-- What the API reads, beside encounter-hours: ward-hours summed from them, and staffing.
create table if not exists ward_hour (
  ward_id varchar not null, hour timestamp not null, provisional boolean, presence_us bigint,
  census bigint, arrivals integer, departures integer,
  base bigint, general_care bigint, special_care bigint, surveillance bigint, churn bigint,
  one_to_one bigint, escort bigint, minutes bigint, minutes_low bigint, minutes_high bigint,
  coverage double, imputed_patients bigint, model varchar, computed_at timestamp
);
-- The version of each staffing and judgement event that counts.
create table if not exists staffing (
  source varchar not null, id varchar not null, recorded_at timestamp not null,
  status varchar not null, type varchar not null, ward_id varchar not null,
  occurred_at timestamp not null, role varchar, basis varchar, from_at timestamp, to_at timestamp,
  headcount double, value double
);
-- The other versions, by which one that is sent again is known.
create table if not exists superseded_staffing as from staffing limit 0;
-- Keys whose newest version is that they have no encounter-hour.
create table if not exists withdrawn_hour (
  encounter_id varchar not null, ward_id varchar not null, hour timestamp not null,
  "partition" integer not null, "offset" bigint not null
);
-- How far a partition's publications are applied, committed with what they brought: the revision of its
-- outbox, or the next offset of the topic they came by. Stream time is NULL before any came.
create table if not exists applied (
  "partition" integer primary key, position bigint not null, stream_time timestamp
);
-- The next offset to read of other topics.
create table if not exists position (
  topic varchar, "partition" integer, next_offset bigint not null, primary key (topic, "partition")
);
