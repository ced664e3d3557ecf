import { markdownTable } from '../../schemas/markdown.ts';
import type { Report } from './bench.ts';
import type { RatedFigure } from './figures.ts';
import { goalTable } from './goals.ts';
import type { Live } from './measurements/live.ts';
import { LIVE_BATCH, NEWS_BATCH } from './options.ts';
import { pipelineGoals } from './pipeline-goals.ts';
import type { StatementTime } from './statements.ts';

/** A report as markdown. */
export function reportText({ machine, options, figures, live, statements }: Report): string {
  const { cpu, cores, memoryGb, platform, node, duckdb, loadBefore } = machine;
  const { history } = live;
  const ways: [string, Live & { peakRssMb: number }][] = [
    ['append to a plain table', live.append],
    ['store', live.store],
    ['commit: store and score', live.commit],
  ];
  return [
    `Measured on ${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}; Node ${node}, DuckDB ${duckdb}; load before ${loadBefore.toFixed(1)}.`,
    `${whole(options.events)} events of a simulated hospital of 40 wards and 1 000 beds.`,
    '',
    goalTable(pipelineGoals({ figures, live })),
    '',
    markdownTable(
      ['stage', 'seconds', 'events/s', 'encounter-hours/s', 'limit', '% of it', 'peak MB', 'steps'],
      figures.map(figureCells),
    ),
    '',
    `Batches of ${whole(LIVE_BATCH)} on top of ${whole(history.events)} events and ${whole(history.encounterHours)} encounter-hours (${whole(history.databaseMb)} MB), in milliseconds:`,
    '',
    markdownTable(
      [
        'live batch',
        'first',
        'p50',
        'p95',
        'max',
        'events/s',
        '× the append',
        'database MB',
        'peak MB',
      ],
      [
        ...ways.map(([name, way]) => liveCells(name, way, live.append)),
        liveCells(
          `news of ${NEWS_BATCH} events: store and score theirs`,
          live.news,
          live.append,
          NEWS_BATCH,
        ),
      ],
    ),
    '',
    'Where one live commit spends its time:',
    '',
    statementTable(statements.commit),
    '',
    'Where one rebuild spends its time:',
    '',
    statementTable(statements.rebuild),
  ].join('\n');
}

function figureCells(figure: RatedFigure): string[] {
  const { stage, seconds, eventsPerSecond, encounterHoursPerSecond, ofLimit, peakRssMb } = figure;
  const steps = Object.entries(figure.steps ?? {}).map(([name, s]) => `${name} ${s.toFixed(1)} s`);
  return [
    stage,
    seconds.toFixed(2),
    whole(eventsPerSecond),
    encounterHoursPerSecond === undefined ? '' : whole(encounterHoursPerSecond),
    figure.limit ?? '',
    ofLimit === undefined ? '' : (ofLimit * 100).toFixed(0),
    peakRssMb === undefined ? '' : whole(peakRssMb),
    steps.join(', '),
  ];
}

function liveCells(
  name: string,
  way: Live & { peakRssMb: number },
  limit: Live,
  size = LIVE_BATCH,
): string[] {
  return [
    name,
    ...[way.firstMs, way.p50Ms, way.p95Ms, way.maxMs].map((ms) => ms.toFixed(0)),
    whole(size / (way.p50Ms / 1000)),
    (way.p50Ms / limit.p50Ms).toFixed(1),
    whole(way.databaseMb),
    whole(way.peakRssMb),
  ];
}

function statementTable(statements: readonly StatementTime[]): string {
  return markdownTable(
    ['statement', 'ms', '%', 'calls'],
    statements.map(({ statement, milliseconds, share, calls }) => [
      statement.replaceAll('|', '\\|'),
      milliseconds.toFixed(1),
      (share * 100).toFixed(1),
      calls.toFixed(1),
    ]),
  );
}

const whole = (n: number) => Math.round(n).toLocaleString('en').replaceAll(',', ' ');
