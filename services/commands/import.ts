import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { importMimicIii } from '../../pipelines/sources/mimic-iii/import.ts';
import { writeEvents } from '../files/write-events.ts';
import { counted } from '../platform/counted.ts';
import { importRosterCommand } from './import-roster.ts';
import { wholeNumber } from './option-values.ts';

interface Options {
  out: string;
  siteOut?: string;
  reportOut?: string;
  window?: string;
  days: number;
}

/** `import FORMAT DIR`: foreign records to ward events. */
export function importCommand(program: Command): void {
  const parent = program.command('import').summary('turn foreign records into ward events');
  importRosterCommand(parent);
  parent
    .command('mimic-iii')
    .summary('MIMIC-III tables (CSV, gzipped) to ward events')
    .description(
      `Reads the tables of MIMIC-III in a folder and writes ward events, the site file for them, and a report of what was mapped and what was not, and why. The calendar of MIMIC-III is invented; --window moves every admission into one window.`,
    )
    .argument('<dir>', 'folder with admissions.csv.gz, transfers.csv.gz, chartevents.csv.gz …')
    .requiredOption('--out <file>', '.ndjson, .ndjson.gz or .arrow')
    .option('--site-out <file>', 'where the site file goes (default: beside --out)')
    .option('--report-out <file>', 'where the report goes (default: beside --out)')
    .option('--window <date>', 'move admissions by whole weeks into a window from this Monday')
    .option('--days <n>', 'length of the window', wholeNumber(7, 3660), 28)
    .action(async (directory: string, options: Options) => {
      const beside = (ending: string) =>
        options.out.replace(/\.(ndjson(\.gz)?|arrow)$/, `.${ending}`);
      const { events, site, report } = await importMimicIii({
        directory,
        window: options.window ? { start: options.window, days: options.days } : undefined,
      });
      const { written } = await writeEvents(
        options.out,
        events.map((event) => ({ event })),
      );
      const siteOut = options.siteOut ?? beside('site.json');
      const reportOut = options.reportOut ?? beside('report.json');
      await writeFile(siteOut, `${JSON.stringify(site, null, 2)}\n`);
      await writeFile(reportOut, `${JSON.stringify(report, null, 2)}\n`);
      process.stderr.write(
        `${counted(written, 'event')}: ${options.out}\nsite file: ${siteOut}\nreport: ${reportOut}\n`,
      );
    });
}
