-- Layout 10. The file notes who sent the events of a source from a delivery on. Of events that are there
-- it is not known.
create table provenance (source varchar not null, sender varchar not null, delivery integer not null);
