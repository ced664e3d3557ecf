-- Layout 4. Letters note where they are from, and can be dismissed. Where those that are there are from is read
-- from their records when the file is opened; none of them is dismissed.
create table dead_letter_origin (
  number bigint primary key, source varchar, id varchar, position bigint
);
create table dead_letter_dismissal (
  number bigint primary key, dismissed_at timestamp not null, dismissed_by varchar not null,
  because varchar not null, note varchar
);
