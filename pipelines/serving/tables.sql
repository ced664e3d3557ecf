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
-- How far a partition's revisions are applied: committed with what they brought.
create table if not exists applied (
  "partition" integer primary key, revision bigint not null, stream_time timestamp
);
