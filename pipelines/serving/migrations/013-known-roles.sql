-- Layout 13. Hours say of each role whether it is known throughout, and no more of the hour whether some role is. Supply and
-- what is usual are derived again when the file opens. Nothing is lost.
drop table supply_hour;
create table supply_hour (
  ward_id varchar not null, hour timestamp not null, rn bigint, na bigint,
  rn_planned bigint, na_planned bigint, is_rn_known boolean not null, is_na_known boolean not null
);
delete from served_with where name in ('staffing', 'usual');
