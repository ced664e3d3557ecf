-- Layout 15. An encounter-hour notes its latest task or medication. Scoring fills it, which follows since the program is
-- another.
alter table encounter_hour add column care_at timestamp;
