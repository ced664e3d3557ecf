import { countUnplaced, type UnplacedCounts } from '../../pipelines/scoring/unplaced.ts';
import type { Connection } from '../../pipelines/warehouse/connection.ts';
import { formatInstant } from '../../schemas/instant.ts';
import { CARE_NEEDS, MEDICATION_FORMS, TASKS } from '../../schemas/vocabulary.ts';

/** What a replay read, and its results. A function of the log alone: no clock, no durations. */
export interface Summary {
  site: string;
  model: string;
  /** First and last hour with a patient; null if there is none. */
  hours: { from: string; to: string } | null;
  streamTime: string | null;
  events: {
    /** Effective versions, by type. */
    byType: Record<string, number>;
    /** Versions replaced by a later one. */
    superseded: number;
    /** Versions that count and remove their event. */
    enteredInError: number;
    /** Events where only a fixed order on the content decides which version counts. */
    conflicts: number;
    /** Observations outside the plausible range: stored, not scored. */
    implausible: number;
    /** Codes and forms the model does not know, with their kind: stored, counted, not scored. */
    unknownCodes: Record<string, number>;
  };
  rejected: { total: number; byReason: Record<string, number> };
  /** Unplaced stays and events. */
  unplaced: UnplacedCounts;
  encounters: number;
  encounterHours: number;
  wardHours: number;
  coverage: number | null;
  wards: {
    wardId: string;
    hours: number;
    patientHours: number;
    minutes: number;
    minutesPerPatientHour: number | null;
    coverage: number | null;
  }[];
}

/** Reads the summary from the scored state; needs `ward_hour` (see `sumWardHours`). */
export async function summarize(
  connection: Connection,
  names: { site: string; model: string },
): Promise<Summary> {
  const counts = async (sql: string) =>
    Object.fromEntries(
      (await connection.rows<{ name: string; n: number }>(sql)).map(({ name, n }) => [name, n]),
    );
  const one = async <T>(sql: string) => (await connection.rows<T>(sql))[0]!;

  const totals = await one<Record<string, number | null>>(`select
    (select count(*) from superseded_event) as superseded,
    (select count(*) from event where status = 'entered-in-error') as entered_in_error,
    (select count(*) from event join observation_code using (code)
      where type = 'observation' and status <> 'entered-in-error'
        and value not between plausible_low and plausible_high) as implausible,
    (select count(distinct (source, id)) from event
      join superseded_event using (identity, source, id, recorded_at, status)) as conflicts,
    (select max(stream_time) from stream) as stream_time,
    (select count(distinct encounter_id) from encounter_hour) as encounters,
    (select count(*) from encounter_hour) as encounter_hours,
    (select count(*) from ward_hour) as ward_hours,
    (select min(hour) from ward_hour) as first_hour,
    (select max(hour) from ward_hour) as last_hour,
    (select count(*) from rejected) as rejected`);
  const wards = await connection.rows<Summary['wards'][number] & { coverage_sum: number }>(`
    select
      ward_id as "wardId", count(*) as hours,
      sum(presence_us) / 3600000000.0 as "patientHours",
      minutes_of(sum(minutes)) as minutes,
      case when sum(presence_us) > 0
        then round(sum(minutes) * 3600.0 / sum(presence_us), 6) end as "minutesPerPatientHour",
      case when sum(presence_us) > 0
        then round(coverage_of(sum(covered_us), sum(presence_us)), 6) end as coverage
    from ward_hour group by ward_id order by ward_id`);
  const coverage = await one<{ coverage: number | null }>(`select
    case when sum(presence_us) > 0
      then sum(presence_us::hugeint * fresh_inputs)::double / (11 * sum(presence_us))::double
    end as coverage from encounter_hour`);
  const instantOf = (micros: number | null) => (micros === null ? null : formatInstant(micros));
  return {
    ...names,
    hours:
      totals.first_hour === null
        ? null
        : { from: instantOf(totals.first_hour!)!, to: instantOf(totals.last_hour!)! },
    streamTime: instantOf(totals.stream_time!),
    events: {
      byType: await counts(
        'select type as name, count(*) as n from event group by type order by n desc, type',
      ),
      superseded: totals.superseded!,
      enteredInError: totals.entered_in_error!,
      conflicts: totals.conflicts!,
      implausible: totals.implausible!,
      unknownCodes: await counts(UNKNOWN_CODES),
    },
    rejected: {
      total: totals.rejected!,
      byReason: await counts(
        'select reason as name, count(*) as n from rejected group by reason order by n desc, reason',
      ),
    },
    unplaced: await countUnplaced(connection),
    encounters: totals.encounters!,
    encounterHours: totals.encounter_hours!,
    wardHours: totals.ward_hours!,
    coverage: coverage.coverage,
    wards,
  };
}

const words = (list: readonly string[]) => list.map((word) => `'${word}'`).join(', ');

const UNKNOWN_CODES = `
  select kind || ' ' || word as name, count(*) as n
  from (
    select 'observation' as kind, code as word from event
      where type = 'observation' and code not in (select code from observation_code)
    union all
    select 'care-need', code from event
      where starts_with(type, 'care-need') and code not in (${words(CARE_NEEDS)})
    union all
    select 'task', code from event where type = 'task' and code not in (${words(TASKS)})
    union all
    select 'medication', form from event
      where type = 'medication' and form not in (${words(MEDICATION_FORMS)})
  )
  group by all order by n desc, name limit 50`;
