-- What adapters keep: extracts of records (identifiers are pseudonyms), what was published of them, and what could not be used.
create sequence if not exists extract_sequence;
create sequence if not exists version_sequence;
create sequence if not exists refused_number;
-- Records of one group that say the same are one row with a count.
create table if not exists extract (
  sequence bigint not null, channel varchar not null, group_id varchar not null, kind varchar not null,
  visit varchar, patient varchar, received_at timestamp not null, hash varchar not null,
  times integer not null, body varchar not null
);
-- Groups that belong together: a visit or a patient merged into another, a visit of a patient.
create table if not exists link (kind varchar not null, from_id varchar not null, to_id varchar not null);
-- Versions of events in the order they are sent. Older versions go once a later one is taken.
create table if not exists published (
  sequence bigint not null, source varchar not null, id varchar not null, group_id varchar not null,
  recorded_at timestamp not null, event varchar not null,
  accepted_at timestamp,          -- NULL: still to be sent, or refused
  refused varchar                 -- why ingest refused it, NULL if it did not
);
-- What could not be used, by group; group '' for what belongs to none.
create table if not exists note (
  group_id varchar not null, channel varchar not null, reason varchar not null, key varchar not null,
  display varchar, unit varchar, value varchar, count bigint not null,
  first_seen timestamp not null, last_seen timestamp not null
);
-- Records that cannot be read. Their bytes lie in pieces, as in the file of the dead letters.
create table if not exists refused (
  number bigint not null, channel varchar not null, received_at timestamp not null, reason varchar not null,
  detail varchar not null, bytes bigint not null
);
create table if not exists refused_piece (number bigint not null, place integer not null, raw blob not null);
-- Groups to interpret at a time although nothing arrives.
create table if not exists due (group_id varchar not null, due_at timestamp not null);
-- Groups that ended long ago, whose extracts are gone.
create table if not exists closed_group (group_id varchar not null, closed_at timestamp not null);
create table if not exists state (name varchar not null, value varchar not null);
