-- `lasting_event` holds exactly the rows of `event` that matter to the whole encounter.
(from event where horizon = 3 except all from lasting_event)
union all
(from lasting_event except all from event where horizon = 3)
