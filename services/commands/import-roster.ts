import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { rosterMap } from '../adapters/mapping/schema.ts';
import { headcountsOf } from '../adapters/roster/headcounts.ts';
import { readRoster } from '../adapters/roster/rows.ts';
import { NO_SECRET, staffingEvent } from '../adapters/roster/staffing-events.ts';
import { RosterWords } from '../adapters/roster/words.ts';
import { readSite } from '../files/site-file.ts';
import { writeEvents } from '../files/write-events.ts';
import { counted } from '../platform/counted.ts';
import { InputError } from '../platform/input-error.ts';

interface Options {
  map: string;
  site: string;
  out: string;
}

/** What a roster channel of a mapping file says, without a channel. */
const rosterFile = z.strictObject({
  source: z.string().min(1).max(128),
  basis: z.enum(['planned', 'actual']),
  roster: rosterMap,
});

/** `import roster FILE`: a schedule to staffing events; every row that cannot be read is listed. */
export function importRosterCommand(parent: Command): void {
  parent
    .command('roster')
    .summary('a schedule (CSV or Excel) to staffing by the hour')
    .description(
      'Reads a roster and writes staffing events, and lists every row that cannot be read with line, column and reason. Persons are not kept. The same file gives the same ids.',
    )
    .argument('<file>', 'text with ; , tab or |, or .xlsx')
    .requiredOption('--map <file>', 'JSON: source, basis, and roster as in a mapping file')
    .requiredOption('--site <file>', 'the site file: wards and time zone')
    .requiredOption('--out <file>', '.ndjson, .ndjson.gz or .arrow')
    .action(async (file: string, options: Options) => {
      const site = await readSite(options.site);
      const { source, basis, roster: map } = await readMap(options.map);
      const own = Object.fromEntries(site.wards.map(({ wardId }) => [wardId, wardId]));
      const words = new RosterWords({ ...map, wards: { ...own, ...map.wards } });
      const roster = await readRoster(await readFile(file), {
        ...{ map, words, form: { charset: 'auto', separator: map.separator, sheet: map.sheet } },
        rules: { zone: site.timeZone, ignoreOffsets: false, receivedAt: null },
        writtenAt: Math.floor((await stat(file)).mtimeMs * 1000),
      });
      if ('reason' in roster) throw new InputError(`${file}: ${roster.detail}`);
      for (const { line, column, problem, word } of roster.mistakes) {
        const what = word === '' ? '' : `: ${word}`;
        process.stderr.write(`${file}:${line}: ${column}: ${problem}${what}\n`);
      }
      const events = headcountsOf(roster.parts, words).map((headcount) => ({
        event: { ...staffingEvent(headcount, source, basis, NO_SECRET), status: 'final' as const },
      }));
      const { written } = await writeEvents(options.out, events);
      process.stderr.write(`${counted(written, 'event')}: ${options.out}\n`);
    });
}

async function readMap(path: string): Promise<z.output<typeof rosterFile>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new InputError(`Cannot read the map ${path}: ${(error as Error).message}`);
  }
  const parsed = rosterFile.safeParse(value);
  if (!parsed.success) {
    throw new InputError(`The map ${path} is not valid:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
