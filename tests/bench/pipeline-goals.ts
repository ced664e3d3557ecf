import type { Report } from './bench.ts';
import { type RatedFigure, REBUILD, SCORING_ALONE } from './figures.ts';
import type { Goal } from './goals.ts';

/** What the pipeline is to reach, from the figures of one run. */
export function pipelineGoals({ figures, live }: Pick<Report, 'figures' | 'live'>): Goal[] {
  const stages = new Map(figures.map((figure) => [figure.stage, figure]));
  const stage = (name: string): RatedFigure => {
    const found = stages.get(name);
    if (found === undefined) throw new Error(`No figure of "${name}"`);
    return found;
  };
  const history = stage('history: score');
  const parse = stage('JSON.parse of bytes').eventsPerSecond;
  const ndjson = stage('NDJSON to scored ward-hours').eventsPerSecond;
  const arrow = stage('Arrow to scored ward-hours').eventsPerSecond;
  const served = stage('take a history over to be served');
  const { append, commit, news } = live;
  const times = (name: string) => 1 / stage(name).ofLimit!;
  return [
    {
      ...{ goal: `rescore of ${millions(history.events)} M stored events, a million`, unit: 's' },
      ...{ found: history.seconds / millions(history.events), limit: 1.3 },
    },
    {
      ...{ goal: 'its process', unit: 'MB' },
      ...{ found: history.peakRssMb!, limit: 3000 },
    },
    { goal: `${SCORING_ALONE}, × the rows`, found: times(SCORING_ALONE), limit: 4.5, unit: '×' },
    { goal: `${REBUILD}, × the rows`, found: times(REBUILD), limit: 4.5, unit: '×' },
    {
      ...{ goal: 'NDJSON to scored ward-hours', unit: 'events/s' },
      ...{ found: ndjson, limit: 150_000, isLeast: true },
    },
    {
      ...{ goal: 'its rate, of JSON.parse alone', unit: '' },
      ...{ found: ndjson / parse, limit: 0.15, isLeast: true },
    },
    {
      ...{ goal: 'Arrow to scored ward-hours', unit: 'events/s' },
      ...{ found: arrow, limit: 220_000, isLeast: true },
    },
    { goal: 'live batch of 5 000, p50', found: commit.p50Ms, limit: 250, unit: 'ms' },
    { goal: 'live batch of 5 000, p95', found: commit.p95Ms, limit: 350, unit: 'ms' },
    {
      ...{ goal: 'live batch of 5 000, × the bare append', unit: '×' },
      ...{ found: commit.p50Ms / append.p50Ms, limit: 12 },
    },
    { goal: 'live batch of 100, p50', found: news.p50Ms, limit: 100, unit: 'ms' },
    {
      ...{ goal: 'history applied to the serving file, a row', unit: 'µs' },
      ...{ found: (1e6 * served.seconds) / served.encounterHours!, limit: 4 },
    },
  ];
}

const millions = (events: number) => Number((events / 1e6).toPrecision(3));
