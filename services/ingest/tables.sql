-- Rejected records, kept until a retry is taken. The records lie in pieces: DuckDB keeps long blobs that
-- were added in memory until it is closed, past its limit, and ends there.
create sequence if not exists dead_letter_number;
create table if not exists dead_letter (
  number bigint primary key, received_at timestamp not null, reason varchar not null,
  pointer varchar not null, detail varchar not null, bytes bigint not null,
  digest varchar not null unique,
  sender varchar, sources varchar, -- who sent it and could write for; NULL where that is not known
  due_at timestamp                 -- when one that came from the future can be taken, NULL for all others
);
create table if not exists dead_letter_piece (
  number bigint not null, place integer not null, raw blob not null
);
-- The number of the last letter that a mirror of them has.
create table if not exists mirrored (number bigint not null);
insert into mirrored select 0 where not exists (from mirrored);
-- Where a letter is from, as far as it may be shown: the system and the id of its record, and its position in the
-- journal, NULL for a record that was refused before it.
create table if not exists dead_letter_origin (
  number bigint primary key, source varchar, id varchar, position bigint
);
-- Letters that a person dismissed: they need no more attention, and no retry takes them.
create table if not exists dead_letter_dismissal (
  number bigint primary key, dismissed_at timestamp not null, dismissed_by varchar not null,
  because varchar not null, note varchar
);
