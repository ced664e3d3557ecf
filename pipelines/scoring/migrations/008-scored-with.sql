-- Layout 8. What scores depend on is noted by parts (`meta`, 'scored with'), and every ward that the state
-- knows with its night ratio, so that a change can be named and what it changes scored again. The digests
-- of before do not say what the ratio was: it is noted at the next start.
-- Nothing is lost; the next start scores the history again.
create table known_ward (ward_id varchar primary key, night_ratio_milli bigint);
insert into known_ward
  select unnest(json_keys(value::json)), null from meta where name = 'wards';
delete from meta where name in ('model', 'site file', 'wards');
-- programs before migrations refuse what they read here
update meta set value = 'see the table layout' where name = 'program layout';
