import type { Command } from 'commander';
import { formatInstant, parseInstant } from '../../schemas/instant.ts';
import type { NoteReason } from '../adapters/adapter.ts';
import { type Border, readKey } from '../adapters/border.ts';
import { readMessage } from '../adapters/hl7v2/extract.ts';
import { groupsAfter } from '../adapters/journal/groups.ts';
import { AdapterJournal } from '../adapters/journal/journal.ts';
import { noteTotals } from '../adapters/journal/notes.ts';
import { dropRefused, readRefused, refusedAfter } from '../adapters/journal/refused.ts';
import { type Settled, settle } from '../adapters/journal/settle.ts';
import { assertSources } from '../adapters/journal/sources.ts';
import { readMapping } from '../adapters/mapping/read.ts';
import type { Mapping } from '../adapters/mapping/schema.ts';
import { interpretRound } from '../adapters/rounds.ts';
import { counted } from '../platform/counted.ts';
import { isThere } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { textTable } from '../platform/text-table.ts';
import { stateFile } from '../state/files.ts';
import { EXIT } from './exit.ts';

interface JournalOptions {
  readonly data: string;
  readonly json?: boolean;
}

/** What is done with the journal of the adapters while no server has it: `notes`, `replay`, `refused`. */
export function adapterJournalCommands(adapters: Command): void {
  const about = (name: string, summary: string) =>
    adapters
      .command(name)
      .summary(summary)
      .argument('<file>', 'mapping file')
      .option('--data <dir>', 'folder of the state', '.data/serve');

  about('notes', 'what could not be used, by code or place, with counts')
    .option('--reason <reason>', 'only notes of this reason')
    .option('--channel <name>', 'only notes of this channel')
    .option('--since <instant>', 'only notes seen since then, such as 2026-03-02T08:00:00Z')
    .option('--json', 'print JSON')
    .action(notes);

  about('replay', 'interpret all groups again with the mapping as it is')
    .option('--channel <name>', 'only groups with records of this channel')
    .option('--group <group>', 'only this group, as v. and the pseudonym of a visit')
    .option('--dry-run', 'only count what would come, change and go')
    .action(replay);

  about('refused', 'records that could not be read')
    .option('--retry', 'read them again, as after the channel was corrected')
    .option('--json', 'print JSON')
    .action(refused);
}

interface NoteOptions extends JournalOptions {
  readonly reason?: NoteReason;
  readonly channel?: string;
  readonly since?: string;
}

async function notes(file: string, options: NoteOptions): Promise<void> {
  const { reason, channel } = options;
  const since = options.since === undefined ? undefined : parseInstant(options.since);
  if (Number.isNaN(since)) throw new InputError('--since: Expected an instant with offset');
  await withJournal(file, options, async ({ journal }) => {
    const totals = await journal.read((connection) =>
      noteTotals(connection, { reason, channel, since }),
    );
    // a value of the source is for those who may read dead letters
    const shown = totals.map(({ value: _, ...total }) => ({
      ...total,
      firstSeen: formatInstant(total.firstSeen),
      lastSeen: formatInstant(total.lastSeen),
    }));
    if (options.json) return print(`${JSON.stringify(shown)}\n`);
    if (shown.length === 0) return print('Everything was used.\n');
    const head = ['count', 'channel', 'reason', 'key', 'display', 'unit', 'last seen'];
    const rows = shown.map((note) => [
      ...[String(note.count), note.channel, note.reason, note.key],
      ...[note.display ?? '', note.unit ?? '', note.lastSeen],
    ]);
    print(`${textTable(head, rows, [1, 2, 3, 4, 5, 6])}\n`);
  });
}

interface ReplayOptions extends JournalOptions {
  readonly channel?: string;
  readonly group?: string;
  readonly dryRun?: boolean;
}

/** Groups that are interpreted together. */
const TOGETHER = 200;

async function replay(file: string, options: ReplayOptions): Promise<void> {
  await withJournal(file, options, async ({ journal, mapping, border }) => {
    await assertSources(journal, mapping);
    const now = Date.now() * 1000;
    const totals = { groups: 0, final: 0, amended: 0, 'entered-in-error': 0, failed: 0 };
    const context = {
      ...{ journal, mapping, border, now, changedAt: now },
      onFailure: () => {
        totals.failed++;
      },
    };
    const { channel = null, group, dryRun = false } = options;
    for (let after = ''; ; ) {
      const groups =
        group === undefined
          ? await journal.read((connection) => groupsAfter(connection, after, TOGETHER, channel))
          : [group].filter(() => after === '');
      if (groups.length === 0) break;
      const settled = await journal.read((connection) =>
        interpretRound(connection, groups, context),
      );
      if (!dryRun) {
        await journal.use((connection) =>
          settle(connection, groups, settled, now, journal.versionStarts),
        );
      }
      count(settled, totals);
      totals.groups += groups.length;
      after = groups.at(-1)!;
    }
    const { final, amended, failed } = totals;
    print(
      `${counted(totals.groups, 'group')} interpreted: ${final} events come, ${amended} change, ${totals['entered-in-error']} go${failed > 0 ? `; ${failed} could not be interpreted` : ''}\n`,
    );
    if (dryRun) print('Nothing was stored.\n');
    else if (final + amended + totals['entered-in-error'] > 0) {
      print('They are sent when the adapters start.\n');
    }
    if (failed > 0) process.exitCode = EXIT.doneWithRejected;
  });
}

function count(
  settled: readonly Settled[],
  totals: Record<'final' | 'amended' | 'entered-in-error', number>,
): void {
  for (const { versions } of settled) {
    for (const { status = 'final' } of versions) totals[status]++;
  }
}

async function refused(
  file: string,
  options: JournalOptions & { readonly retry?: boolean },
): Promise<void> {
  await withJournal(file, options, async (opened) => {
    const all = await opened.journal.read((connection) => refusedAfter(connection, 0));
    if (options.retry) return retry(all, opened);
    const shown = all.map(({ receivedAt, ...record }) => ({
      receivedAt: formatInstant(receivedAt),
      ...record,
    }));
    if (options.json) return print(`${JSON.stringify(shown)}\n`);
    if (shown.length === 0) return print('Nothing was refused.\n');
    const head = ['number', 'received at', 'channel', 'reason', 'bytes', 'detail'];
    const rows = shown.map((record) => [
      ...[String(record.number), record.receivedAt, record.channel, record.reason],
      ...[String(record.bytes), record.detail],
    ]);
    print(`${textTable(head, rows, [1, 2, 3, 5])}\n`);
  });
}

async function retry(
  all: Awaited<ReturnType<typeof refusedAfter>>,
  { journal, mapping, border }: Opened,
): Promise<void> {
  let read = 0;
  for (const { number, channel: name, receivedAt, isKept } of all) {
    const channel = mapping.channels.find((each) => each.name === name);
    if (!isKept || (channel?.kind !== 'mllp' && channel?.kind !== 'hl7-files')) continue;
    const bytes = await journal.read((connection) => readRefused(connection, number));
    const { extracts, notes, refusal } = readMessage(bytes, { channel, mapping, border });
    if (refusal !== null) continue;
    // what was taken twice is one, so that a stop in between costs nothing
    await journal.take([{ channel: name, receivedAt, extracts, notes }]);
    await journal.use((connection) => dropRefused(connection, [number]));
    read++;
  }
  print(
    `${counted(all.length, 'record')} read again: ${read} taken, ${all.length - read} refused\n`,
  );
  if (read < all.length) process.exitCode = EXIT.doneWithRejected;
}

interface Opened {
  readonly journal: AdapterJournal;
  readonly mapping: Mapping;
  readonly border: Border;
}

async function withJournal(
  file: string,
  { data }: JournalOptions,
  work: (opened: Opened) => Promise<void>,
): Promise<void> {
  const mapping = await readMapping(file, null);
  const border = await readKey(mapping.keyFile);
  const path = stateFile(data, 'adapters');
  if (!(await isThere(path))) throw new InputError(`There is no ${path}: give --data`);
  const journal = await AdapterJournal.open(path, { keyId: border.keyId });
  try {
    await work({ journal, mapping, border });
  } finally {
    await journal.close();
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
