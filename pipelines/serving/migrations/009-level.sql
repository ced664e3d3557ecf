-- Layout 9. A ward's level by shift, as the site file states it, with when it was known. The next open fills it:
-- as known before that no ward had one. Nothing is lost.
create table level (
  ward_id varchar not null, shift_id varchar not null, valid_from date not null,
  k bigint not null, rn_share bigint not null, basis varchar not null,
  known_at timestamp not null, known_until timestamp
);
