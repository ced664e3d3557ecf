import type { PipelineMessages } from '../sv/pipeline.ts';
import { common } from './common.ts';
import { deadLetters } from './dead-letters.ts';
import { unplaced } from './unplaced.ts';

export const pipeline: PipelineMessages = {
  ...common,
  ...deadLetters,
  ...unplaced,
  scope: 'system status',
  flowing: 'Running',
  starting: 'Starting',
  silence: 'Source silent',
  late: 'Delayed',
  failing: 'Failing',
  lost: 'No connection',
  flowingText: 'Incoming data is shown without delay.',
  silenceText: (sources) => `Nothing new from: ${sources}. What comes in is shown without delay.`,
  startingText: 'Loading and rescoring stored data.',
  lateLag: (lag) => `Data is ${lag} behind.`,
  lateEmpty: 'No data has arrived yet.',
  lateQueue: (records) =>
    `${records} ${records === '1' ? 'record is' : 'records are'} waiting to be stored.`,
  failingText: 'A step is failing and is being retried. See the server log.',
  lostSince: (time) => `No connection since ${time}`,
  oldValues: 'The data is out of date.',
  now: 'Current status',
  lag: 'Lag',
  streamTime: 'Data until',
  delay: 'Time from event to screen',
  delayOf: (p50, p95) => `${p50}, 95 % within ${p95}`,
  noDelay: 'no measurement in the last 15 min',
  version: 'Version',
  running: 'Running since',
  clients: 'Connected screens',
  seconds: (n) => `${n} s`,
  minutesLong: (n) => `${n} min`,
  hoursLong: (n) => `${n} ${n === 1 ? 'hour' : 'hours'}`,
  daysLong: (n) => `${n} ${n === 1 ? 'day' : 'days'}`,

  toSeeTo: 'Needs attention',
  wrong: {
    silences: (count, text) =>
      `${text} ${count === 1 ? 'source is' : 'sources are'} silent in the whole hospital`,
    wards: (count, text) => `${text} ${count === 1 ? 'ward lacks' : 'wards lack'} current inputs`,
    unplaced: (count, text) =>
      `${text} ${count === 1 ? 'stay or event' : 'stays and events'} to check`,
    letters: (count, text) =>
      `${text} rejected ${count === 1 ? 'record' : 'records'} in the dead-letter queue`,
  },

  flow: 'Flow',
  flowHelp: 'Counts since start. Rate: last 30 s. Curve: last 10 min, from 0.',
  source: 'Sources',
  ingest: 'Ingest',
  scorer: 'Scoring',
  serving: 'Storage',
  api: 'API',
  received: 'records received',
  accepted: 'events accepted',
  scoredHours: 'patient-hours scored',
  publishedHours: 'patient-hours published',
  rate: (value) => `${value} per s`,
  noRate: 'rate unknown',
  trendOf: (what, low, high) => `Rate of ${what} over the last 10 minutes: ${low}–${high} per s.`,
  waiting: 'Waiting',
  duplicates: 'Duplicates',
  rejected: 'Rejected',
  failures: 'Failed runs',
  elsewhere: 'Counted in another service: see its /metrics.',

  wards: 'Inputs by ward',
  ward: 'Ward',
  state: 'State',
  newest: 'Latest input',
  covered: 'Data coverage',
  moves: 'Admission, discharge',
  vitals: 'Vital signs',
  function: 'Functional level',
  care: 'Tasks and medication',
  staffing: 'Staffing',
  fresh: 'Current',
  stale: 'Out of date',
  thin: 'Incomplete data',
  missing: 'Missing',
  withheld: 'Not shown',
  empty: 'Empty',
  fewPatients: 'too few patients to show',
  noPatients: 'no patients this hour',
  limits:
    'The limits are those of the overview. A source is out of date if it is silent, or if this shift or the next has no roster. A ward is out of date if moves are silent both there and in the whole hospital, or in the whole hospital for more than twice the limit. Incomplete data: data coverage below 70 %. Shares are rounded down to 5 % here.',
  lackingCount: (lacking, all) => `${lacking} of ${all} need attention`,
  onlyLacking: 'Show only these',
  order: 'Order',
  site: 'Ward order',
  oldest: 'Oldest first',
  noneLacking: 'All wards have current inputs.',

  silent: 'Silent sources',
  silentHelp:
    'A source is silent when nothing has arrived for longer than is usual at this time of day. What counts is when something was charted, not when it was measured or done. A single ward can be silent without anything being wrong.',
  silentInHospital: (source, time) =>
    `Whole hospital: ${source === 'staffing' ? 'missing from' : 'nothing since'} ${time}`,
  silentWard: (source, wardId, time) =>
    `${wardId} (${source === 'staffing' ? 'from' : 'since'} ${time})`,
  silentOn: (wards) => `Wards: ${wards}`,

  snapshots: 'Monthly files',
  snapshotsHelp:
    'Completed months in Parquet format. If a month is corrected, a new file is created.',
  noSnapshots: 'No month is complete yet.',
  month: 'Month',
  rows: 'Rows',
  size: 'Size',
  hash: 'SHA-256 (prefix)',
  download: 'Download',
  kilobytes: (n) => `${n} kB`,

  replays: 'Replay from a file',
  howToReplay: 'The server does not start a replay itself. To replay a file of events:',
  legend:
    'Updated every 5 seconds. Delayed: more than 2 min behind, or more than 5,000 records waiting.',
};
