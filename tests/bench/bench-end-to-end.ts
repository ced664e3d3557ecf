import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectEqual } from './expect.ts';
import { type Figure, SCORING_ALONE } from './figures.ts';
import { type Measured, measure } from './measure.ts';
import type { EndToEnd } from './measurements/end-to-end.ts';
import type { Files } from './measurements/files.ts';
import type { Say } from './say.ts';
import type { Counts } from './state.ts';

/** Files to results, each way in a process of its own; all must come to the same rows. */
export async function benchEndToEnd(
  files: Files,
  stored: Counts,
  folder: string,
  say: Say,
): Promise<Figure[]> {
  const ways = [
    { name: 'NDJSON to result files', measurement: 'replayed', file: files.ndjson },
    { name: 'NDJSON to scored ward-hours', measurement: 'scored', file: files.ndjson },
    { name: 'Arrow to scored ward-hours', measurement: 'scored', file: files.arrow },
  ] as const;
  const runs: { name: string; isArrow: boolean; run: Measured<EndToEnd> }[] = [];
  for (const { name, measurement, file } of ways) {
    say(`end to end: ${name}`);
    const out = join(folder, 'end-to-end');
    await mkdir(out);
    const run = await measure(measurement, { file, folder: out });
    await rm(out, { recursive: true });
    runs.push({ name, isArrow: file === files.arrow, run });
  }
  for (const key of ['events', 'superseded', 'encounterHours', 'minutes'] as const) {
    const counts = runs.map(({ name, run }) => [name, run.result.counts[key]] as const);
    const known = counts.filter((each): each is [string, number] => each[1] !== undefined);
    expectEqual(key, { 'stage alone': stored[key], ...Object.fromEntries(known) });
  }
  expectEqual(
    'wardHours',
    Object.fromEntries(runs.map(({ name, run }) => [name, run.result.wardHours])),
  );
  for (const { name, isArrow, run } of runs) {
    const expected = isArrow ? 0 : files.broken;
    expectEqual(`rejections (${name})`, { expected, found: run.result.counts.rejected });
  }
  return runs.map(({ name, isArrow, run }) => ({
    stage: name,
    events: isArrow ? files.lines - files.broken : files.lines,
    seconds: run.result.seconds,
    limit: SCORING_ALONE,
    encounterHours: run.result.counts.encounterHours,
    steps: run.result.steps,
    peakRssMb: run.peakRssMb,
  }));
}
