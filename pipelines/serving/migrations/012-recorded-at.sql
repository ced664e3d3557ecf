-- Layout 12. Rows say when the moves, vital signs, function levels and care of their hour were recorded: NULL until the
-- history is scored again.
alter table encounter_hour add column moves_recorded_at timestamp;
alter table encounter_hour add column vitals_recorded_at timestamp;
alter table encounter_hour add column function_recorded_at timestamp;
alter table encounter_hour add column care_recorded_at timestamp;
