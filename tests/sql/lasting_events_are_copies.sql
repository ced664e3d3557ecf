-- `lasting_event` holds exactly the rows of `event` that matter for longer than a day.
(from event where horizon >= 2 except all from lasting_event)
union all
(from lasting_event except all from event where horizon >= 2)
