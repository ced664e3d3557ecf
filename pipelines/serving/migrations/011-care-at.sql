-- Layout 11. Rows say when the latest task or medication was: NULL until the history is scored again.
alter table encounter_hour add column care_at timestamp;
