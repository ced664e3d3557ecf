import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench } from './bench.ts';
import { type BenchOptions, benchOptions } from './options.ts';
import { assertRatios, ratiosOf, recordRatios } from './ratios.ts';
import { publish } from './results.ts';
import { reportText } from './tables.ts';

/** Runs the bench: tables to stdout, all figures to `.data/bench-pipeline.json`, progress to stderr. */
async function main(options: BenchOptions): Promise<void> {
  const started = performance.now();
  const say = (message: string) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(4);
    process.stderr.write(`${seconds} s  ${message}\n`);
  };
  const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-bench-'));
  try {
    const report = await bench(options, folder, say);
    const text = reportText(report);
    await publish('pipeline', { figures: report, text, isWhole: !options.smoke });
    if (options.record) await recordRatios(ratiosOf(report));
    else if (options.smoke) await assertRatios(ratiosOf(report));
    say('done: .data/bench-pipeline.json');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// The measuring process gets the signal too; its end ends the run, which then cleans up.
process.on('SIGINT', () => {
  process.exitCode = 130;
});

try {
  await main(benchOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode ??= 1;
}
