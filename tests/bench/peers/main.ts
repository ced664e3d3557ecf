import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { markdownTable } from '../../../schemas/markdown.ts';
import { writeEvents } from '../../../services/files/write-events.ts';
import { benchSite, stream, take } from '../hospital.ts';
import { measure } from '../measure.ts';
import { machineText, publish } from '../results.ts';
import { PostgresqlServer, postgresqlPrograms } from './postgresql.ts';
import { COLUMNS } from './typescript.ts';

const HELP = `The same model on the same events, by three ways, with equal rows:
  this product       from the file to encounter-hours stored in DuckDB, settled and summed by ward
  plain TypeScript   maps in memory, one stay after another, hour by hour
  PostgreSQL         set-based SQL with indexes; Debian package "postgresql", left out where it is not installed

  --smoke       short
  --events N    events of the file (default 1 000 000)
`;
const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    events: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const count = Number(values.events ?? (values.smoke ? 20_000 : 1_000_000));
const say = (message: string) => process.stderr.write(`${message}\n`);

/** A way from the file to rows. */
interface Way {
  readonly name: string;
  readonly seconds: Record<string, number>;
  readonly peakRssMb: number | null;
}

/** The events of the hospital alone: its broken records are rejected by the product, and unknown to the others. */
function* soundEvents() {
  for (const arrival of take(stream(count), count)) if ('event' in arrival) yield arrival;
}

/** Counts the rows of a CSV file and compares them with the encounter-hours of the product. @throws if one differs */
async function compare(database: string, csv: string, name: string): Promise<number> {
  const warehouse = await Warehouse.open(database);
  try {
    const connection = await warehouse.connect();
    const texts = new Set(['encounter_id', 'ward_id']);
    const ours = COLUMNS.map((column) => (column === 'hour' ? 'epoch_us(hour) as hour' : column));
    const types = COLUMNS.map(
      (column) => `'${column}': '${texts.has(column) ? 'varchar' : 'bigint'}'`,
    );
    await connection.run(`create temp view theirs as from read_csv('${csv}', header = true,
      columns = {${types.join(', ')}})`);
    const own = `select ${ours.join(', ')} from encounter_hour`;
    const [found] = await connection.rows<{ rows: number; differing: number }>(`select
      (select count(*) from theirs) as rows,
      (select count(*) from (${own} except all from theirs))
        + (select count(*) from (from theirs except all ${own})) as differing`);
    const { rows, differing } = found!;
    if (differing > 0) throw new Error(`${differing} rows of ${name} differ`);
    return rows;
  } finally {
    await warehouse.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-peers-'));
try {
  const file = join(folder, 'events.ndjson');
  say(`simulating ${count} events`);
  const { written } = await writeEvents(file, soundEvents());
  const ways: Way[] = [];

  say('this product');
  const own = await measure('scored', { file, folder });
  ways.push({ name: 'this product', seconds: own.result.steps, peakRssMb: own.peakRssMb });
  const database = join(folder, 'scored.duckdb');

  say('plain TypeScript');
  const csv = join(folder, 'typescript.csv');
  const plain = await measure('plainTypescript', { file, to: csv });
  const { seconds } = plain.result;
  ways.push({ name: 'plain TypeScript', seconds, peakRssMb: plain.peakRssMb });
  const rows = await compare(database, csv, 'plain TypeScript');

  const programs = postgresqlPrograms();
  if (programs === null) {
    say(
      'LEFT OUT: PostgreSQL is not installed. Install the Debian package "postgresql" to compare with it.',
    );
  } else {
    say('PostgreSQL');
    const server = await PostgresqlServer.start(programs, folder);
    try {
      const found = await server.score(file, benchSite);
      ways.push({ name: 'PostgreSQL', seconds: found.seconds, peakRssMb: null });
      await compare(database, found.to, 'PostgreSQL');
    } finally {
      await server.stop();
    }
  }

  const total = ({ seconds }: Way) => Object.values(seconds).reduce((sum, each) => sum + each, 0);
  const text = [
    `${machineText()}. ${written} events, ${rows} encounter-hours; the rows of all are equal.`,
    markdownTable(
      ['way', 'seconds', 'events/s', '× this product', 'steps, s', 'peak MB'],
      ways.map((way) => [
        way.name,
        total(way).toFixed(1),
        (written / total(way)).toFixed(0),
        (total(way) / total(ways[0]!)).toFixed(2),
        Object.entries(way.seconds)
          .map(([step, each]) => `${step} ${each.toFixed(1)}`)
          .join(', '),
        way.peakRssMb?.toFixed(0) ?? '',
      ]),
    ),
  ].join('\n\n');
  const isWhole = !values.smoke && values.events === undefined && programs !== null;
  await publish('peers', { figures: { written, rows, ways }, text, isWhole });
} finally {
  await rm(folder, { recursive: true, force: true });
}
