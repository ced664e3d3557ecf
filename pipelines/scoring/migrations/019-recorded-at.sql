-- Layout 19. Facts and encounter-hours note when what they hold was recorded. The program makes the facts from the
-- stored events when it opens the file; scoring fills the hours, which follows since the program is another.
drop table fact;
create table fact (
  encounter_key integer not null, occurred_at timestamp not null, kind utinyint not null,
  value double, events integer not null, recorded_at timestamp not null
);
alter table encounter_hour add column moves_recorded_at timestamp;
alter table encounter_hour add column vitals_recorded_at timestamp;
alter table encounter_hour add column function_recorded_at timestamp;
alter table encounter_hour add column care_recorded_at timestamp;
