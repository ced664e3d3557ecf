-- Layout 13. A ward notes when it closed, NULL where it is open. From here on the log of a server without a broker
-- is the journal beside the file: earlier programs, which would add events to the file alone, refuse it.
-- Nothing is lost.
alter table known_ward add column closed_from timestamp;
