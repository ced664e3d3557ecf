-- Layout 16. Encounters have numbers, and what events say that a score counts is kept as numbers. The program
-- makes both from the stored events when it opens the file.
create table known_encounter (encounter_id varchar not null, encounter_key integer not null);
create table fact (
  encounter_key integer not null, occurred_at timestamp not null, kind utinyint not null,
  value double, events integer not null
);
