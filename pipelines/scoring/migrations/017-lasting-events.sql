-- Layout 17. The copies of events that matter for a week are no longer kept: `fact` has them. Nothing is lost.
delete from lasting_event where horizon < 3;
