-- Components sum to minutes exactly, and none is negative.
select encounter_id, ward_id, hour
from encounter_hour
where minutes <> base + general_care + special_care + surveillance + churn + one_to_one + escort
  or least(base, general_care, special_care, surveillance, churn, one_to_one, escort) < 0
