import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const EVENTS = [1, 10, 100, 1_000, 10_000, 100_000];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The metrics of one server, for `/metrics`. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `vardintensitet_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `vardintensitet_${name}`, help, labelNames, registers });
  const seconds = (name: string, help: string, labelNames: string[] = []) =>
    new Histogram({
      name: `vardintensitet_${name}_seconds`,
      help,
      labelNames,
      buckets: SECONDS,
      registers,
    });
  const streamLag = gauge('stream_lag_seconds', 'Clock less stream time of what is served');
  // not known before the first value
  streamLag.set(Number.NaN);
  return {
    registry,
    received: counter('events_received_total', 'Records received, of any kind'),
    accepted: counter('events_accepted_total', 'Events accepted and stored'),
    duplicates: counter('events_duplicate_total', 'Events known to the letter'),
    rejected: counter('events_rejected_total', 'Records rejected, by reason', ['reason']),
    scoredHours: counter('encounter_hours_scored_total', 'Encounter-hours written by scoring'),
    unplaced: gauge(
      'unplaced',
      'Stays and events that found no place in the score, by list and partition: see the lists of the API',
      ['list', 'partition'],
    ),
    failures: counter('failures_total', 'Runs that failed and are tried again, by what', ['of']),
    publications: counter('publications_total', 'Publications of changed encounter-hours applied'),
    publishedHours: counter('encounter_hours_published_total', 'Encounter-hours published'),
    waiting: gauge('events_waiting', 'Records waiting for a commit'),
    pending: gauge('encounters_pending', 'Encounters whose hours are still to be scored'),
    waited: gauge(
      'unserved_seconds',
      'Time that the oldest of what is acknowledged has waited to be served',
    ),
    streamLag,
    sourceAge: gauge('source_age_seconds', 'Stream time since a source last arrived', ['source']),
    wardSourceAge: gauge(
      'ward_source_age_seconds',
      'Stream time since a source last arrived on a ward',
      ['ward', 'source'],
    ),
    sourceSilent: gauge(
      'source_silent',
      'Whether a source has been silent for longer than usual at this hour: 1 or 0',
      ['source'],
    ),
    clockOffset: gauge(
      'clock_offset_seconds',
      'How far the clock of the machine is ahead of the time that the server goes by, while it is in doubt',
    ),
    auditFailing: gauge(
      'audit_failing',
      'Whether the audit cannot be written, or is not as it was left',
    ),
    notReady: gauge('not_ready', 'Whether the service is not ready for a reason: 1 or 0', [
      'reason',
    ]),
    lag: gauge('log_lag_messages', 'Messages of a partition that are not read yet', [
      'topic',
      'partition',
    ]),
    adapterReceived: gauge('adapter_records', 'Records that a channel received since the start', [
      'channel',
    ]),
    adapterAnswers: gauge('adapter_answers', 'Answers of a channel since the start, by code', [
      'channel',
      'code',
    ]),
    adapterNoise: gauge('adapter_noise_bytes', 'Bytes outside of messages since the start', [
      'channel',
    ]),
    adapterConnections: gauge('adapter_connections', 'Open connections of a channel', ['channel']),
    adapterAge: gauge('adapter_record_age_seconds', 'Time since a channel received a record', [
      'channel',
    ]),
    adapterFailing: gauge('adapter_failing', 'Whether a channel is not open: 1 or 0', ['channel']),
    adapterNotes: gauge('adapter_notes', 'What could not be used of stored records, by reason', [
      'channel',
      'reason',
    ]),
    adapterRefused: gauge('adapter_refused', 'Kept records that could not be read, by reason', [
      'channel',
      'reason',
    ]),
    adapterUninterpreted: gauge(
      'adapter_groups_failed',
      'Times that a visit or roster could not be interpreted since the start; its events stay',
    ),
    adapterWaiting: gauge(
      'adapter_events_waiting',
      'Events of adapters that ingest does not have yet',
    ),
    publishedUntil: gauge(
      'published_until_timestamp_seconds',
      'Stream time of the newest scores published of a partition',
      ['partition'],
    ),
    otherSite: counter(
      'other_site_records_total',
      'Records that a service wrote that runs with another site file',
      ['topic'],
    ),
    lost: counter('log_lost_messages_total', 'Messages dropped from a log before they were read'),
    dropped: counter(
      'connections_dropped_total',
      'Connections closed to make room for others, or turned away',
    ),
    clientsLeft: counter(
      'clients_left_total',
      'Requests and streams that their client closed before the answer was whole',
      ['of'],
    ),
    failedSignIns: counter('failed_sign_ins_total', 'What was shown and is wrong, by what', ['by']),
    clients: gauge('stream_clients', 'Clients of the stream'),
    batch: new Histogram({
      name: 'vardintensitet_events_per_commit',
      help: 'Events of a commit',
      buckets: EVENTS,
      registers,
    }),
    storing: seconds('store', 'A commit of events'),
    scoring: seconds('score', 'A scoring of what was touched'),
    publishing: seconds('publish', 'A publication from outbox to ward-hours'),
    queries: seconds('query', 'A query of the serving side, by name', ['query']),
    requests: seconds('http_request', 'A request, by route and status', ['route', 'status']),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
