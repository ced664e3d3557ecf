-- Layout 5. Of two versions of a key from the same log position the one of the later revision counts: that
-- is what a history scored again is. Rows without one are older than any.
-- `served_with`: the settings that what is stored here depends on.
alter table encounter_hour add column revision bigint;
alter table withdrawn_hour add column revision bigint;
create table served_with (name varchar primary key, value varchar not null);
