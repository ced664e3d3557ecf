import type { RecordBatch } from 'apache-arrow';
import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { createOutputViews } from '../../pipelines/scoring/outputs.ts';
import { type ScoringOptions, ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Logged, ReferenceHour, ReferenceWardHour } from '../reference/score.ts';
import { toWire } from './wire.ts';

/** A row of `encounter_hour` as it stands in the database. */
export type Row = Record<string, unknown>;

/** Days in place of the model's 400: stories last four. */
export const SHORT_SILENCE = 1;

/** Opens an empty store for a site, whose model takes a silence of a day for a mistake in a year. */
export function openStore(
  site: Site,
  path = ':memory:',
  options: ScoringOptions = {},
): Promise<ScoringStore> {
  const { weights, ...model } = loadModel(site.model);
  const longestSilenceDays = { ...weights.longestSilenceDays, value: SHORT_SILENCE };
  return openScored(site, path, options, { ...model, weights: { ...weights, longestSilenceDays } });
}

/** Opens an empty store for a site. */
export async function openScored(
  site: Site,
  path = ':memory:',
  options: ScoringOptions = {},
  model: Model = loadModel(site.model),
): Promise<ScoringStore> {
  const store = await ScoringStore.open(path, site, model, { threads: 1, ...options });
  await createOutputViews(store.connection);
  return store;
}

/** Decodes events from their wire form, as they would come, into one batch. */
export function batchOf(events: readonly WardEvent[], site: Site): RecordBatch {
  const records = events.map((event, offset) => ({
    offset,
    bytes: Buffer.from(JSON.stringify(toWire(event))),
  }));
  const decoded = decode(records, eventRules(site));
  if (decoded.rejected.length > 0) throw new Error(decoded.rejected[0]!.detail);
  return toArrow(decoded.events);
}

/** Commits a log, one batch a partition, storing only; the caller scores. */
export async function storeLog(store: ScoringStore, log: readonly Logged[], site: Site) {
  for (const partition of new Set(log.map((entry) => entry.partition))) {
    const events = log.filter((entry) => entry.partition === partition).map(({ event }) => event);
    await store.store([batchOf(events, site)], [], {
      topic: 'test',
      partition,
      nextOffset: events.length,
    });
  }
}

/** Every encounter-hour, in order. */
export function rowsOf(store: ScoringStore): Promise<Row[]> {
  return store.connection.rows<Row>(`
    select stored.*, flat.evaluated_at, flat.imputed, flat.coverage,
      columns('.*_freshness')
    from encounter_hour stored join encounter_hour_flat flat using (encounter_id, ward_id, hour)
    order by encounter_id, hour, ward_id`);
}

/**
 * A row without what may differ between two ways to the same state: log position, stream time and the
 * revision that brought it.
 */
export function content({ offset: _, computed_at: __, revision: ___, ...row }: Row): Row {
  return row;
}

const COLUMNS = {
  'respiratory-rate': 'respiratory_rate',
  spo2: 'spo2',
  'supplemental-oxygen': 'on_oxygen',
  'systolic-bp': 'systolic_bp',
  'heart-rate': 'heart_rate',
  consciousness: 'consciousness',
  temperature: 'temperature',
  'function.hygiene': 'hygiene',
  'function.nutrition': 'nutrition',
  'function.elimination': 'elimination',
  'function.mobility': 'mobility',
} as const;

/** The reference's row in the columns of `encounter_hour` (those the reference has). */
export function expectedRow(hour: ReferenceHour): Row {
  const inputs = Object.entries(COLUMNS).flatMap(([code, column]) => {
    const { value, occurredAt, freshness } = hour.inputs[code as keyof typeof COLUMNS];
    const known = code === 'supplemental-oxygen' && value !== null ? isOnOxygen(value) : value;
    return [
      [column, known],
      [`${column}_at`, occurredAt],
      [`${column}_freshness`, freshness],
    ];
  });
  return {
    encounter_id: hour.encounterId,
    ward_id: hour.wardId,
    bed: hour.bed,
    hour: hour.hour,
    provisional: hour.provisional,
    presence_us: hour.presenceMicros,
    day_hours: hour.dayHours,
    arrivals: hour.arrivals,
    departures: hour.departures,
    present_at_end: hour.presentAtEnd,
    base: hour.components.base,
    general_care: hour.components.generalCare,
    special_care: hour.components.specialCare,
    surveillance: hour.components.surveillance,
    churn: hour.components.churn,
    one_to_one: hour.components.oneToOne,
    escort: hour.components.escort,
    minutes: hour.minutes,
    minutes_low: hour.minutesLow,
    minutes_high: hour.minutesHigh,
    fresh_inputs: hour.freshInputs,
    coverage: hour.coverage,
    news2: hour.news2,
    news2_low: hour.news2Low,
    news2_high: hour.news2High,
    news2_reason: hour.news2Reason,
    a_level: hour.aLevel,
    a_level_low: hour.aLevelLow,
    a_level_high: hour.aLevelHigh,
    s_level: hour.sLevel,
    s_level_raw: hour.sLevelRaw,
    ...Object.fromEntries(inputs),
    sets_of_two_8h: hour.counts.setsOfTwo8h,
    sets_of_three_12h: hour.counts.setsOfThree12h,
    observations_8h: hour.counts.values8h,
    observations_12h: hour.counts.values12h,
    suction_24h: hour.counts.suctions24h,
    tracheal_suction_24h: hour.counts.trachealSuctions24h,
    insertion_24h: hour.counts.insertions24h,
    central_line: hour.counts.centralLine,
    short_infusion_16h: hour.counts.shortInfusions16h,
    short_infusion_24h: hour.counts.shortInfusions24h,
    transfusion_24h: hour.counts.transfusions24h,
    cytotoxic_24h: hour.counts.cytotoxics24h,
    inhalation_24h: hour.counts.inhalations24h,
    infusion_ml_16h: hour.counts.infusionMl16h,
    intensive_drug_24h: hour.counts.closelyWatched24h,
    dressing_simple_24h: hour.counts.simpleDressings24h,
    dressing_complex_24h: hour.counts.complexDressings24h,
    care_at: hour.careAt,
    moves_recorded_at: hour.recorded.moves,
    vitals_recorded_at: hour.recorded.vitals,
    function_recorded_at: hour.recorded.function,
    care_recorded_at: hour.recorded.care,
    imputed: hour.imputed.join(','),
    computed_at: hour.computedAt,
  };
}

/** The reference's ward-hour in the columns of `ward_hour`. */
export function expectedWardRow(hour: ReferenceWardHour): Row {
  return {
    ward_id: hour.wardId,
    hour: hour.hour,
    provisional: hour.provisional,
    presence_us: hour.presenceMicros,
    patients: hour.patients,
    covered_us: Number(hour.freshMicros),
    census: hour.census,
    arrivals: hour.arrivals,
    departures: hour.departures,
    base: hour.components.base,
    general_care: hour.components.generalCare,
    special_care: hour.components.specialCare,
    surveillance: hour.components.surveillance,
    churn: hour.components.churn,
    one_to_one: hour.components.oneToOne,
    escort: hour.components.escort,
    minutes: hour.minutes,
    minutes_low: hour.minutesLow,
    minutes_high: hour.minutesHigh,
    imputed_patients: hour.imputedPatients,
  };
}

/** Quotients that the two compute by different roads to within the last bits of a double. */
export const QUOTIENTS = { index: 'index', vitals_overdue: 'vitalsOverdue' } as const;

function isOnOxygen(value: unknown): boolean {
  return typeof value === 'boolean' ? value : Number(value) > 0;
}
