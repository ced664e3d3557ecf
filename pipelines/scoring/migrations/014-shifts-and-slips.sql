-- Layout 14. An encounter-hour notes how many hours its day has, an encounter when it last left a ward. Scoring fills
-- both, which follows since the program is another.
alter table encounter_hour add column day_hours utinyint;
alter table encounter add column left_at timestamp;
