import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { FEWEST, type Suggestion, suggestLevels } from '../../pipelines/serving/suggest-level.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';
import type { Site } from '../../schemas/site.ts';
import { readSite } from '../files/site-file.ts';
import { InputError } from '../platform/input-error.ts';
import { textTable } from '../platform/text-table.ts';
import { stateFile } from '../state/files.ts';

/** `level`: what the figures of a ward are held against. */
export function levelCommand(program: Command): void {
  const level = program
    .command('level')
    .summary('propose what the figures of a ward are held against');
  level
    .command('suggest')
    .summary('propose agreed staffing by ward and shift, for the manager to decide on')
    .description(
      'Shows what was usual on weekdays of the last eight weeks: median registered nurses and assistants, in halves, and the patients they were there for, as lines of "agreed" in the site file. What is usual is not the same as enough: the manager decides. Works on the state of a stopped server, or on a backup, and changes nothing.',
    )
    .requiredOption('--data <dir>', 'state of a stopped server, or a backup of one that runs')
    .requiredOption('--site <file>', 'site file (wards, time zone, shifts)')
    .option('--json', 'print the lines of the site file alone')
    .action(async ({ data, site: file, json }: { data: string; site: string; json?: boolean }) => {
      const site = await readSite(file);
      const suggestions = await read(data, site);
      const lines = JSON.stringify(siteFilePart(suggestions), null, 2);
      process.stdout.write(json ? `${lines}\n` : `${table(suggestions)}\n${lines}\n`);
    });
}

async function read(data: string, site: Site): Promise<Suggestion[]> {
  const path = stateFile(data, 'serving');
  const nothing = () =>
    new InputError(`${data} has no ward-hours: name the folder of a server that has scored some`);
  if (!existsSync(path)) throw nothing();
  try {
    const suggestions = await suggestLevels(path, site);
    if (suggestions === null) throw nothing();
    return suggestions;
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.category !== 'in use') throw error;
    throw new InputError(
      `A server runs on ${data}: stop it first, or name a backup of it. Nothing was changed`,
    );
  }
}

/** The wards with what to paste into them. */
function siteFilePart(suggestions: readonly Suggestion[]) {
  const wardIds = [...new Set(suggestions.map(({ wardId }) => wardId))];
  const wards = wardIds.map((wardId) => ({
    wardId,
    agreed: suggestions.flatMap((each) => (each.wardId === wardId ? (each.line ?? []) : [])),
  }));
  return { wards: wards.filter(({ agreed }) => agreed.length > 0) };
}

const HEADER = `A proposal for the manager to decide on, and no level before that: it is what was usual on weekdays of the last
eight weeks, and usual is not the same as enough. A ward that was always short would look balanced by it.
`;

const HEAD = [
  ...['ward', 'shift', 'RN', 'NA', 'patients', 'min/patient-hour', 'level', 'hours', 'days'],
];

function table(suggestions: readonly Suggestion[]): string {
  const rows = suggestions.map(rowOf);
  return `${HEADER}\n${textTable(HEAD, rows, [0, 1])}\n`;
}

function rowOf(suggestion: Suggestion): string[] {
  const { wardId, shiftId, rn, na, patients, minutesPerPatientHour, hours, days, level } =
    suggestion;
  const figures = [rn, na, patients, minutesPerPatientHour].map(
    (value) => value?.toString() ?? '–',
  );
  const ofSample = [String(hours), String(days)];
  if (level === null) {
    const isFew = hours < FEWEST.hours || days < FEWEST.days;
    const note = isFew
      ? `too few: at least ${FEWEST.hours} hours of ${FEWEST.days} days are needed`
      : 'nobody was there as a rule';
    return [wardId, shiftId, ...figures, '–', ...ofSample, note];
  }
  return [wardId, shiftId, ...figures, level.k.toFixed(2), ...ofSample];
}
