-- Layout 11. An open stay ends by itself a while after the last event of its encounter (`sign_of_life`), and
-- events that found no place in any stay are kept in a list, for the operator.
-- Nothing is lost; the next start scores the history again, and fills the list by it.
create table sign_of_life (encounter_id varchar primary key, last_at timestamp not null);
insert into sign_of_life
  select encounter_id, max(occurred_at) from event
  where encounter_id is not null and status <> 'entered-in-error'
  group by encounter_id;
alter table encounter add column ward_id varchar;
create table unplaced_event (
  encounter_id varchar not null, "partition" integer not null, type varchar not null, code varchar,
  ward_id varchar, occurred_at timestamp not null, recorded_at timestamp not null,
  source varchar not null, id varchar not null, is_move boolean not null, reason varchar
);
