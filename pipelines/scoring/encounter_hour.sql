-- What a patient needs on a ward in an hour, as `rescored_hour.sql` computes it: minutes in
-- millionths, with the inputs, counts and levels behind them; then the model, and the log position and
-- stream time the row was computed from. The log position is its version: of two rows of a key the one
-- with the larger counts, and of the same position the one of the later revision of its scorer.
create table if not exists encounter_hour (
  encounter_id varchar not null, ward_id varchar not null, bed varchar, hour timestamp not null,
  provisional boolean, presence_us bigint, arrivals integer, departures integer,
  present_at_end boolean,
  base bigint, general_care bigint, special_care bigint, surveillance bigint, churn bigint,
  one_to_one bigint, escort bigint, minutes bigint, minutes_low bigint, minutes_high bigint,
  "index" double, fresh_inputs utinyint,
  news2 utinyint, news2_low utinyint, news2_high utinyint, news2_reason varchar,
  a_level utinyint, a_level_low utinyint, a_level_high utinyint, s_level utinyint,
  s_level_raw utinyint,
  respiratory_rate double, respiratory_rate_at timestamp, spo2 double, spo2_at timestamp,
  spo2_scale utinyint, on_oxygen boolean, on_oxygen_at timestamp,
  systolic_bp double, systolic_bp_at timestamp, heart_rate double, heart_rate_at timestamp,
  consciousness varchar, consciousness_at timestamp, temperature double, temperature_at timestamp,
  hygiene utinyint, hygiene_at timestamp, nutrition utinyint, nutrition_at timestamp,
  elimination utinyint, elimination_at timestamp, mobility utinyint, mobility_at timestamp,
  barthel utinyint, barthel_extended utinyint, mmse utinyint,
  isolation boolean, palliative boolean, central_line boolean,
  sets_of_two_8h integer, sets_of_three_12h integer, observations_8h integer,
  observations_12h integer, suction_24h integer, tracheal_suction_24h integer,
  insertion_24h integer, infusion_ml_16h decimal(18, 6), infusion_unknown_16h integer,
  short_infusion_16h integer, short_infusion_24h integer, transfusion_24h integer,
  cytotoxic_24h integer, inhalation_24h integer, intensive_drug_24h integer,
  dressing_simple_24h integer, dressing_complex_24h integer,
  escort_unknown boolean, vitals_overdue double,
  model varchar, "partition" integer, "offset" bigint, computed_at timestamp,
  revision bigint,
  is_day boolean, s_criteria varchar, sets_per_day utinyint, night_ratio_milli bigint,
  day_hours utinyint, care_at timestamp,
  -- when the news of the hour was recorded, by source: of what happened in it, that which was recorded last
  moves_recorded_at timestamp, vitals_recorded_at timestamp, function_recorded_at timestamp,
  care_recorded_at timestamp
);
