import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import { OBSERVATION_CODES, type ObservationCode } from '../../schemas/vocabulary.ts';
import type { Connection } from '../warehouse/connection.ts';
import { dayTimeOf } from './day-time.ts';
import { macros } from './macros.ts';
import { VERSION_RANK } from './version-rank.ts';
import { millionths } from './weights.ts';

/**
 * Creates what the scoring SQL reads besides events: the site's switches and wards, the model's
 * weights and the observation codes, as temporary tables, and the macros.
 */
export async function createSettings(
  connection: Connection,
  site: Site,
  model: Model,
): Promise<void> {
  const settings = scoredSettings(site, model);
  const day = dayTimeOf(site, model);
  await connection.run(
    `create or replace temp table site as select $timeZone as time_zone,
      $air::boolean as assume_air, $alert::boolean as assume_alert,
      $values::boolean as count_values, $level::integer as default_level,
      $silent::integer as silent_stay_days,
      $from::integer as day_from, $length::integer as day_minutes`,
    {
      timeZone: settings.timeZone,
      air: settings.assumeAirWhenNotRecorded,
      alert: settings.assumeAlertWhenNotRecorded,
      values: settings.observationCounting === 'values',
      level: settings.defaultFunctionLevel,
      silent: settings.silentStayDays,
      ...day,
    },
  );
  // with those that were left out since: what was scored of them stays
  await connection.run('create or replace temp view ward as from known_ward');
  await connection.run(
    `create or replace temp table observation_code as
      select unnest(from_json($codes, '[{"code":"varchar","counted_bit":"integer",
        "plausible_low":"double","plausible_high":"double"}]'), recursive := true)`,
    { codes: JSON.stringify(observationCodes()) },
  );
  const { admission, discharge, transferIn, transferOut } = model.weights;
  await connection.run(
    `create or replace temp table model as select $id as id,
      ${millionths(admission.value)} as admission, ${millionths(discharge.value)} as discharge,
      ${millionths(transferIn.value)} as transfer_in, ${millionths(transferOut.value)} as transfer_out`,
    { id: model.id },
  );
  for (const macro of [VERSION_RANK, ...macros(model)]) await connection.run(macro);
}

/** The settings of a hospital that scores depend on, beside the night ratios of its wards. */
export function scoredSettings(site: Site, model: Model) {
  const { timeZone, switches } = site;
  const { assumeAirWhenNotRecorded, assumeAlertWhenNotRecorded } = switches;
  const { observationCounting, defaultFunctionLevel, silentStayDays } = switches;
  const { from, length } = dayTimeOf(site, model);
  return {
    timeZone,
    // as far as they part day and night
    shifts: `${from}+${length}`,
    assumeAirWhenNotRecorded,
    assumeAlertWhenNotRecorded,
    observationCounting,
    defaultFunctionLevel,
    silentStayDays,
  };
}

/** The observation codes as the SQL reads them. */
export function observationCodes() {
  let bit = 0;
  return Object.entries<ObservationCode>(OBSERVATION_CODES).map(([code, definition]) => ({
    code,
    counted_bit: definition.counted ? 1 << bit++ : null,
    plausible_low: definition.plausible?.[0] ?? null,
    plausible_high: definition.plausible?.[1] ?? null,
  }));
}

/** A night ratio as the SQL computes with it. */
export function milli(ratio: number): number {
  return Math.round(ratio * 1000);
}
