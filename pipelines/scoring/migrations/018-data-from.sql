-- Layout 18. A ward notes from when its feeds are complete, NULL where all its hours are scored. Nothing is lost.
alter table known_ward add column data_from timestamp;
