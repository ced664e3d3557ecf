import { formatInstant, type Micros } from '../../schemas/instant.ts';
import { redDays } from '../../schemas/red-days.ts';
import type { Site } from '../../schemas/site.ts';
import { closedFrom, dataFrom } from '../../schemas/ward-period.ts';
import { dayTimeOf } from '../scoring/day-time.ts';
import { macros } from '../scoring/macros.ts';
import { OUTPUT_MACROS } from '../scoring/output-macros.ts';
import { VERSION_RANK } from '../scoring/version-rank.ts';
import { loadModel } from '../scoring/weights.ts';
import type { Connection } from '../warehouse/connection.ts';
import { quoted } from '../warehouse/copy.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { wardRoles } from './ward-role.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** What the serving SQL computes with: minutes and nurses are integers of a millionth. */
const ARITHMETIC = [
  // fewer than five patients through the hour; none is fewer, too
  'is_few(presence_us) as coalesce(presence_us, 0) < 5 * 3600000000',
  // to the nearest step, half up; of what is not negative
  'in_steps(value, step) as (value * 2 + step) // (step * 2) * step',
  // of what few did nothing, and else down to a step of five
  'count_shown(treating, number) as if(treating, number, nullif(number // 5 * 5, 0))',
  // the nearest double, written with six decimals at the most
  'units_of(millionths) as millionths / 1000000.0::double',
  // the scorer's own order, of the fields that these events have
  `staffing_rank(recorded_at, status, occurred_at, type, value, note, ward_id, role, basis, from_at,
    to_at, headcount) as version_rank(recorded_at, status, occurred_at := occurred_at, type := type,
    value := value, text := note, ward_id := ward_id, role := role, basis := basis,
    from_at := from_at, to_at := to_at, headcount := headcount)`,
  // as a screen writes it, half away from zero; nine decimals of a double can be relied on after a few sums
  'shown_tenth(persons) as round(round(persons * 10, 9)) / 10',
  'shown_percent(share) as round(round(share * 100, 9))',
  // by the site's thresholds; a share of what is required is reached whatever the last bits of the product say
  `reaches(size, required, persons, share) as
    size >= persons - 1e-6 and size >= share * required - 1e-6`,
  `step_of_shown(gap, required) as case
    when reaches(-gap, required, "shortPersons", "shortShare") then 'short'
    when reaches(-gap, required, "tightPersons", "tightShare") then 'tight'
    when reaches(gap, required, "roomPersons", "roomShare") then 'room'
    else 'balanced' end`,
  `step_of(gap, required) as
    if(gap is null, null, step_of_shown(shown_tenth(gap), shown_tenth(required)))`,
  // registered nurses under the least number, in millionths: NULL where that reads 0,0
  'missing_of(least, rn) as if(least - rn >= 50000, (least - rn) / 1000000.0::double, null)',
  // any need is more than none that is usual; NULL where what is usual is not known
  `is_over_usual(value, usual, limit_) as if(usual = 0, value > 0,
    shown_percent(value / nullif(usual, 0)) > shown_percent(limit_))`,
  `is_under_usual(value, usual, limit_) as if(usual = 0, false,
    shown_percent(value / nullif(usual, 0)) < shown_percent(limit_))`,
  // an hour without patients has no coverage, and nothing of it is missing
  `is_complete(provisional, covered_us, presence_us) as not coalesce(provisional, false)
    and coalesce(coverage_of(covered_us, presence_us) >= coverage_floor(), true)`,
  // of shifts in order, at a time by the site's clock: the last one runs until the first begins
  `shift_at(shifts, local_time) as coalesce(
    list_last(list_filter(shifts, lambda shift: shift.start <= local_time::time)), list_last(shifts)
  )`,
  // a shift is of the day on which it begins
  'shift_day_at(shifts, local_time) as local_time::date - if(local_time::time < shifts[1].start, 1, 0)',
  'millionths_of(heads) as round(heads * 1000000)::bigint',
  // of sums over an hour's microseconds, half up
  'per_hour(total) as ((total * 2 + 3600000000) // 7200000000)::bigint',
  'share_of(rn, na) as rn / nullif(rn + na, 0)::double',
  // need where the reader may see it: an hour without patients needs nothing
  'visible_value(has_need, is_empty, value) as if(has_need, if(is_empty, 0, value), null)',
  `supply_of(rn, na) as case when rn is not null or na is not null
    then {'rn': minutes_of(rn), 'na': minutes_of(na)} end`,
  `to_view(reason, minutes, minutes_low, minutes_high, census, covered_us, presence_us, rn, na) as {
    'reason': reason, 'minutes': units_of(minutes), 'minutes_low': units_of(minutes_low),
    'minutes_high': units_of(minutes_high), 'census': census,
    'coverage': coverage_of(covered_us, presence_us), 'rn': units_of(rn), 'na': units_of(na)
  }`,
  // a patient's minutes of a component, and the presence in which there were any
  `part_of(component, presence_us) as {
    'minutes': sum(component)::bigint, 'us': sum(if(component > 0, presence_us, 0))::bigint
  }`,
  // of patients: in whole nurses through so many hours, where enough contribute
  `part_shown(part, hours) as if(
    count(*) filter (part.minutes > 0) >= 5 and not is_few(sum(part.us)::bigint),
    in_steps(sum(part.minutes)::bigint, hours * 60000000), null
  )`,
  `components_of(base, general_care, special_care, surveillance, churn, one_to_one, escort) as {
    'base': units_of(base), 'general_care': units_of(general_care),
    'special_care': units_of(special_care), 'surveillance': units_of(surveillance),
    'churn': units_of(churn), 'one_to_one': units_of(one_to_one), 'escort': units_of(escort)
  }`,
  `nurses_by_role(rn, na) as case when rn is not null or na is not null
    then {'rn': units_of(rn), 'na': units_of(na)} end`,
  // the local day a level is in force from, NULL for one that always was
  `day_text(day) as if(isfinite(day), strftime(day, '%Y-%m-%d'), null)`,
  `to_iso(instant) as replace(instant::varchar, ' ', 'T') || 'Z'`,
  `vital_of(value, seen_at, evaluated_at) as {'source': 'vitals', 'seen_at': seen_at,
    'is_fresh': freshness(value, seen_at, evaluated_at, vital_fresh_hours()) = 'fresh'}`,
  `function_of(value, seen_at, evaluated_at) as {'source': 'function', 'seen_at': seen_at,
    'is_fresh': freshness(value, seen_at, evaluated_at, function_fresh_hours()) = 'fresh'}`,
  `share_fresh(is_of_source, is_fresh, presence_us) as
    sum(if(is_fresh, presence_us, 0)) filter (is_of_source)
      / nullif(sum(presence_us) filter (is_of_source), 0)::double`,
  `source_freshness(source, newest_at, coverage) as
    {'source': source, 'newestAt': instant_text(newest_at), 'coverage': coverage::double,
      'isIncomplete': coalesce(shown_percent(coverage) < shown_percent(coverage_floor()), false)}`,
  // in order, or the last digits of the mean would be by the order of the rows
  `spread_of(value) as {'n': count(value), 'mean': avg(value order by value),
    'p10': quantile_cont(value, 0.1), 'p50': quantile_cont(value, 0.5),
    'p90': quantile_cont(value, 0.9)}`,
];

const scoring = (name: string) => readSql(new URL(`../scoring/sql/${name}.sql`, import.meta.url));

/** The rules by which versions of staffing are ranked and nurses counted. */
export const STAFFING_RULES = [VERSION_RANK, ...ARITHMETIC];

/** Encounter-hours of [start, end) on wards whose treating unit the reader is of. */
const readHours = (start: string, end: string) => `select * from main.encounter_hour
  where hour >= ${start} and hour < ${end}
    and ward_id in (
      select ward->>'ward_id' from (select unnest(from_json(readers, '["json"]')) as ward)
      where ward->>'treating' = 'true'
    )`;

/** Encounter-hours of an encounter (NULL: of all). */
const ENCOUNTER_HOURS = 'readers, since, until, encounter';
const encounterHours = `with encounter_hour as (
  ${readHours('since', 'until')} and (encounter is null or encounter_id = encounter)
), encounter_hour_flat as (${scoring('encounter_hour_flat')})`;

/** Day and night of hours to come are those of the model, whose SQL has a `since` of its own. */
const AHEAD = 'readers, hour_start, hour_end';
const patientsAhead = `with patient_hour as (${readHours('hour_start', 'hour_end')}), evaluation_hour as (
  select
    unnest(generate_series(hour_end, hour_end + interval 3 days, interval 1 hour)) as hour, true as is_written
), local_hour as (${scoring('local_hour')})`;

/** Who is on the wards, for writing and reading, each relation after those it reads. */
const STAFFING_RELATIONS = {
  effective_ward_event: ['known', 'effective_ward_event'],
  supply_as_known: [
    'known, since, until',
    `with effective_staffing as (${sql('effective_staffing_as_of')}) from (${sql('supply')})`,
  ],
  staffed_hour_of: ['known, since, until', 'staffed_hour'],
} as const;

/** Relations with arguments that queries read, each after those it reads. */
const RELATIONS = {
  calendar_of: ['grain, since, until', 'calendar'],
  reader_ward_hour: ['readers, since, until, known, grain', 'reader_ward_hour'],
  component_of: ['readers, since, until, known, grain', 'component'],
  bucket_of: ['readers, since, until, known, grain', 'bucket'],
  intensity_of: ['readers, since, until, known, grain', 'intensity'],
  heatmap_of: ['readers, since, until, known', 'heatmap'],
  comparison_of: ['readers, since, until, known, grain', 'compare'],
  change_of: ['readers, since, until, known', 'change'],
  judgement_of: ['readers, since, until, known', 'judgement'],
  source_of: ['', 'source'],
  source_age_of: ['', 'source_age'],
  roster_of: ['readers, since, until, known', 'roster'],
  encounter_hour_of: [ENCOUNTER_HOURS, `${encounterHours} from encounter_hour_flat`],
  patient_ahead_of: [AHEAD, `${patientsAhead} from (${sql('patient_ahead')})`],
  encounter_hour_json_of: [ENCOUNTER_HOURS, `${encounterHours} ${scoring('encounter_hour_json')}`],
} as const;

/** What each view of ward-hours as readers see them is made of. */
const SEEN = {
  seen_now: 'from ward_hour',
  seen_hour: `select *, null::timestamp as known_until from ward_hour
    union all by name from superseded_ward_hour`,
};

/** Creates a view of ward-hours, as each kind of reader sees them. */
export async function createSeen(
  connection: Connection,
  view: string,
  version: string,
): Promise<void> {
  await connection.run(seen(view, version));
}

function seen(view: string, version: string): string {
  return `create temp view ${view} as with version as (${version}) ${sql('seen_hour')}`;
}

/** Creates the macros and the site that both writing and reading compute with. */
export async function createSite(connection: Connection, site: Site): Promise<void> {
  const zone = quoted(site.timeZone);
  const model = loadModel(site.model);
  const ofSite = [
    `nurses_for(minutes) as minutes / (60000000.0::double * ${site.switches.productiveShare})`,
    // minutes · level: millionths of millionths
    `required_for(scaled) as scaled / (60000000000000.0::double * ${site.switches.productiveShare})`,
    `local_of(instant) as timezone(${zone}, timezone('UTC', instant))`,
    `utc_of(day) as timezone('UTC', timezone(${zone}, day::timestamp))`,
    `local_text(instant) as strftime(local_of(instant), '%Y-%m-%dT%H:%M:%S') || printf('%s%02d:%02d',
      if(local_of(instant) < instant, '-', '+'),
      abs(epoch(local_of(instant)) - epoch(instant))::bigint // 3600,
      abs(epoch(local_of(instant)) - epoch(instant))::bigint % 3600 // 60)`,
    `day_kind(local_day) as
      if(isodow(local_day) >= 6 or local_day in (from red_day), 'weekend', 'weekday')`,
  ];
  await runAll(connection, [
    ...[VERSION_RANK, ...OUTPUT_MACROS, ...macros(model)],
    ...[...ARITHMETIC, ...ofSite].map((macro) => `create or replace temp macro ${macro}`),
  ]);
  await connection.run(
    `create temp table site as select
      $timeZone as time_zone, $model as scoring_model,
      $from::integer as day_from, $length::integer as day_minutes,
      from_json($shifts, '[{"id":"varchar","start":"time","ordinal":"integer"}]') as shifts,
      unnest(from_json($thresholds, '{"shortPersons":"double","shortShare":"double",
        "tightPersons":"double","tightShare":"double","roomPersons":"double","roomShare":"double",
        "higherThanUsual":"double","lowerThanUsual":"double"}'))`,
    {
      ...{ timeZone: site.timeZone, model: site.model, ...dayTimeOf(site, model) },
      thresholds: JSON.stringify(site.thresholds),
      shifts: JSON.stringify(
        site.shifts
          .toSorted((a, b) => (a.start < b.start ? -1 : 1))
          .map((shift, ordinal) => ({ ...shift, ordinal })),
      ),
    },
  );
  await connection.run(
    `create temp table red_day as select unnest(from_json($days, '["date"]')) as day`,
    { days: JSON.stringify(redDays(site.redDays)) },
  );
  await connection.run(
    `create temp table ward as
      select unnest(from_json($wards, '[{"ordinal":"integer","ward_id":"varchar","name":"varchar",
        "type":"varchar","division":"varchar","beds":"integer","minimum_rn":"bigint",
        "data_from":"timestamp","closed_from":"timestamp"}]'), recursive := true)`,
    {
      wards: JSON.stringify(
        site.wards.map((ward, ordinal) => {
          const { wardId, name, type, division, beds } = ward;
          const minimum_rn = Math.round(ward.minimumRn * 1e6);
          const timestamp = (at: Micros | null) =>
            at === null ? null : formatInstant(at).slice(0, -1);
          return {
            ...{ ordinal, ward_id: wardId, name, type, division, beds, minimum_rn },
            data_from: timestamp(dataFrom(ward, site.timeZone)),
            closed_from: timestamp(closedFrom(ward, site.timeZone)),
          };
        }),
      ),
    },
  );
  await connection.run(
    `create temp table ward_role as
      select * replace (coalesce(valid_from, '-infinity'::date) as valid_from)
      from (select unnest(from_json($roles, '[{"ward_id":"varchar","shift_id":"varchar",
        "valid_from":"date","has_rn":"boolean","has_na":"boolean"}]'), recursive := true))`,
    {
      roles: JSON.stringify(
        wardRoles(site).map(({ wardId, shiftId, validFrom, hasRn, hasNa }) => ({
          ...{ ward_id: wardId, shift_id: shiftId, valid_from: validFrom },
          ...{ has_rn: hasRn, has_na: hasNa },
        })),
      ),
    },
  );
  await runAll(connection, [
    ...tableMacros(STAFFING_RELATIONS),
    `create temp view clock as ${sql('clock')}`,
    ...Object.entries(SEEN).map(([view, version]) => seen(view, version)),
    `create temp view usual_need_of_day as ${sql('usual_need_of_day')}`,
  ]);
}

/** Creates the relations that queries read, for a site whose tables exist. */
export async function createQueryMacros(connection: Connection): Promise<void> {
  await runAll(connection, tableMacros(RELATIONS));
}

function tableMacros(relations: Readonly<Record<string, readonly [string, string]>>): string[] {
  return Object.entries(relations).map(([name, [parameters, body]]) => {
    const select = /^\w+$/.test(body) ? sql(body) : body;
    return `create temp macro ${name}(${parameters}) as table ${select}`;
  });
}

/** Runs statements in one round trip: each costs as much as a small statement. */
async function runAll(connection: Connection, statements: readonly string[]): Promise<void> {
  await connection.run(statements.join('\n;\n'));
}
