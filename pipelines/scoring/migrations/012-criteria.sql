-- Layout 12. Rows say whether the hour is of the day, which criteria of special care it meets, the sets of
-- vital signs a day that surveillance is counted for, and the night ratio of the ward they were scored
-- with: NULL until the history is scored again.
alter table encounter_hour add column is_day boolean;
alter table encounter_hour add column s_criteria varchar;
alter table encounter_hour add column sets_per_day utinyint;
alter table encounter_hour add column night_ratio_milli bigint;
