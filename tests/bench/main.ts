import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench } from './bench.ts';
import { type BenchOptions, benchOptions } from './options.ts';
import { reportText } from './tables.ts';

const REPORT = new URL('../../.data/bench.json', import.meta.url);

/** Runs the bench: tables to stdout, all figures to `.data/bench.json`, progress to stderr. */
async function main(options: BenchOptions): Promise<void> {
  const started = performance.now();
  const say = (message: string) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(4);
    process.stderr.write(`${seconds} s  ${message}\n`);
  };
  const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-bench-'));
  try {
    const report = await bench(options, folder, say);
    process.stdout.write(`${reportText(report)}\n`);
    await mkdir(new URL('.', REPORT), { recursive: true });
    await writeFile(REPORT, `${JSON.stringify(report, null, 2)}\n`);
    say('done: .data/bench.json');
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
