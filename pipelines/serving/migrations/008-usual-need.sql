-- Layout 8. What is usual is of an hour of the day (need) or a shift (load) and a kind of day, and no more of the
-- whole day: it is computed again when the file opens. Nothing is lost.
drop table usual_load;
create table usual_need (
  ward_id varchar not null, day date not null, kind varchar not null, local_hour utinyint not null,
  minutes double, p10 double, p90 double, hours bigint not null,
  visible_minutes double, visible_p10 double, visible_p90 double, visible_hours bigint not null
);
create table usual_load (
  ward_id varchar not null, day date not null, shift_id varchar not null,
  load double, p90 double, hours bigint not null, days bigint not null,
  visible_load double, visible_p90 double, visible_hours bigint not null, visible_days bigint not null
);
delete from served_with where name = 'usual load';
