-- Layout 10. Rows say how many hours the day has that the norms are spread over: NULL until the history is scored again.
alter table encounter_hour add column day_hours utinyint;
