-- Stream time of what is applied, and the hour that holds it.
-- Grain: one row; NULL before anything is applied.
select max(stream_time) as stream_time, date_trunc('hour', max(stream_time)) as hour from applied
