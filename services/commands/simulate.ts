import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { utc } from '../../pipelines/sources/simulator/clock.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { simulate, startOf } from '../../pipelines/sources/simulator/simulate.ts';
import { writeEvents } from '../files/write-events.ts';
import { counted } from '../platform/counted.ts';
import { Progress } from '../platform/progress.ts';
import { wholeNumber } from './option-values.ts';

interface Options {
  wards: number;
  beds: number;
  days: number;
  seed: number;
  start?: string;
  out: string;
  siteOut?: string;
  clean?: boolean;
  quiet?: boolean;
}

/** `simulate`: a plausible hospital as an event file, the same for the same seed. */
export function simulateCommand(program: Command): void {
  program
    .command('simulate')
    .summary('write the events of a simulated hospital, the same for the same seed')
    .description(
      `Writes the events of a simulated hospital with its site file. Events come late, are corrected and repeated, and a few are broken, as in life; --clean leaves that out. Simulated data supports no claim about real hospitals.`,
    )
    .option('--wards <n>', 'wards', wholeNumber(1, 1000), 40)
    .option('--beds <n>', 'beds a ward', wholeNumber(1, 100), 25)
    .option('--days <n>', 'days', wholeNumber(1, 3660), 14)
    .option('--seed <n>', 'the same seed gives the same events', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--start <instant>', 'first instant, RFC 3339')
    .requiredOption('--out <file>', '.ndjson, .ndjson.gz or .arrow')
    .option('--site-out <file>', 'where the site file goes (default: beside --out)')
    .option('--clean', 'no corrections, duplicates and broken events')
    .option('--quiet', 'no progress')
    .action(async (options: Options) => {
      const { wards, beds, days, seed, start, out } = options;
      const siteOut = options.siteOut ?? out.replace(/\.(ndjson(\.gz)?|arrow)$/, '.site.json');
      const site = simulatedSite({
        wards,
        bedsPerWard: beds,
        start: utc(startOf(start === undefined ? {} : { start })),
      });
      const progress = new Progress(process.stderr, options.quiet);
      const arrivals = simulate({
        wards,
        bedsPerWard: beds,
        days,
        seed,
        disturbances: !options.clean,
        ...(start === undefined ? {} : { start }),
      });
      const { written, leftOut } = await writeEvents(out, arrivals, (count) =>
        progress.report(() => counted(count, 'event')),
      );
      await writeFile(siteOut, `${JSON.stringify(site, null, 2)}\n`);
      progress.end();
      if (!options.quiet) {
        const note = leftOut > 0 ? `, ${leftOut} broken ones left out of Arrow` : '';
        process.stderr.write(
          `${counted(written, 'event')}${note} in ${progress.seconds.toFixed(1)} s: ${out}\nsite file: ${siteOut}\n`,
        );
      }
    });
}
