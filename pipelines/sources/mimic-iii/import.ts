import type { WireEvent } from '../../../schemas/ward-event.ts';
import { type Admission, readAdmissions } from './admissions.ts';
import { describeCalendar } from './calendar.ts';
import { readChart, readOutputs, readProcedures } from './charted-tables.ts';
import { Charting } from './charting.ts';
import { byRecording } from './event.ts';
import { readLabs } from './labs.ts';
import { readCarevueInputs } from './medications-cv.ts';
import { readMetavisionInputs } from './medications-mv.ts';
import { readMoves } from './moves.ts';
import { type ImportReport, Tally } from './report.ts';
import { NO_STAY } from './rows.ts';
import { readTable } from './tables.ts';
import { type SiteFile, siteOf } from './wards.ts';

/** Where the tables are, and which admissions to import, all of them by default. */
export interface ImportOptions {
  /** The directory with the tables, `<table>.csv.gz` or `<table>.csv`. */
  directory: string;
  /** Moves each admission by whole weeks so that it starts within `days` from `start`, a Monday. */
  window?: { start: string; days: number } | undefined;
  subjects?: readonly number[] | undefined;
  admissions?: readonly number[] | undefined;
}

export interface ImportResult {
  /** By `recordedAt`, then source, then id. */
  events: WireEvent[];
  /** The site file that fits the events. */
  site: SiteFile;
  report: ImportReport;
}

/**
 * Reads a MIMIC-III 1.4 directory as ward events. The mapping and its assumptions are described in
 * README.md beside this file. Throws an error that names the file and column if one is missing.
 */
export async function importMimicIii(options: ImportOptions): Promise<ImportResult> {
  const { directory } = options;
  const tally = new Tally();
  const admissions = await readAdmissions(directory, options, tally);
  const table = { directory, admissions, withoutStay: new Set<Admission>(), tally };
  const charting = new Charting();

  const moves = await readMoves(table);
  const source = { ...table, withoutStay: withoutStay(admissions, moves) };
  for (const admission of admissions.values()) {
    if (source.withoutStay.has(admission)) tally.notMapped('admissions', NO_STAY);
    else tally.mapped('admissions', 'encounter');
  }
  await readChart(source, charting);
  await readOutputs(source, charting);
  await readProcedures(source, charting);
  await readLabs(source, charting.tasks);
  const metavision = await readMetavisionInputs(source);
  const carevue = await readCarevueInputs(source);

  const events = [
    ...moves,
    ...charting.events(departuresOf(moves)),
    ...metavision,
    ...carevue,
  ].sort(byRecording);
  const calendar = describeCalendar(options.window);
  const report = tally.report(calendar, admissions.size, events, await readLabels(directory));
  return { events, site: siteOf(moves), report };
}

function withoutStay(
  admissions: ReadonlyMap<string, Admission>,
  moves: readonly WireEvent[],
): Set<Admission> {
  const placed = new Set(moves.map((move) => 'encounterId' in move && move.encounterId));
  return new Set([...admissions.values()].filter(({ encounterId }) => !placed.has(encounterId)));
}

function departuresOf(moves: readonly WireEvent[]): Map<string, number> {
  return new Map(
    moves.flatMap((move) =>
      move.type === 'discharge' ? [[move.encounterId, Date.parse(move.occurredAt)]] : [],
    ),
  );
}

async function readLabels(directory: string): Promise<Map<number, string>> {
  const labels = new Map<number, string>();
  for await (const { itemid, label } of readTable(directory, 'd_items', ['itemid', 'label'])) {
    labels.set(Number(itemid), label);
  }
  return labels;
}
