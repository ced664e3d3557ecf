import { SCORER_LAYOUT } from '../../pipelines/scoring/layout.ts';
import { assertScorable } from '../../pipelines/scoring/scored-with.ts';
import { SERVING_LAYOUT } from '../../pipelines/serving/layout.ts';
import { assertOpens, hasTable, inspect } from '../../pipelines/warehouse/migrate.ts';
import { type Connection, WarehouseError } from '../../pipelines/warehouse/warehouse.ts';
import type { Site } from '../../schemas/site.ts';
import { DEAD_LETTERS_LAYOUT } from '../ingest/layout.ts';
import { Journal, type JournalEnd, JournalFault } from '../journal/journal.ts';
import { formerWards } from '../journal/noted-site.ts';
import { InputError } from '../platform/input-error.ts';
import { OWN_LOG } from '../scorer/scorer.ts';
import { servedTo } from './derived-to.ts';
import { assertKinds } from './file-kinds.ts';
import { journalFolder, stateFile } from './files.ts';
import { readHead } from './head.ts';
import { assertFinished } from './restoring.ts';

const restore = (data: string) =>
  `Nothing was changed. "doctor --data ${data}" says what there is, and what to do`;

/**
 * Checks that a server can start on a folder with a site file, without any change of its files:
 * everything that refuses a start does so here. A start on a folder that does not exist is possible.
 * @returns the end of the journal, `null` if there is none yet
 * @throws WarehouseError if another process has the folder, or a file cannot be read
 * @throws IncompatibleStateError if the state is from a newer program or another hospital
 * @throws JournalFault, InputError if the journal is damaged, lost, not the expected one, or lacks acknowledged records
 */
export async function assertStarts(data: string, site: Site): Promise<JournalEnd | null> {
  await assertKinds(data);
  await assertFinished(data);
  try {
    return await assertOpening(data, site);
  } catch (error) {
    throw explained(error, data);
  }
}

/** Adds to an error what to do about it. */
function explained(error: unknown, data: string): unknown {
  if (error instanceof WarehouseError && error.category === 'in use') {
    const what = 'a server or a command is at work on this folder. Stop it first, or give another';
    return new WarehouseError(`${error.message}: ${what} --data`, null, error);
  }
  const isDamage =
    error instanceof JournalFault || (error instanceof WarehouseError && error.sql === null);
  if (!isDamage) return error;
  const [what] = error.message.split('\n');
  return new InputError(`${what}. "doctor --data ${data}" says what to do`, { cause: error });
}

async function assertOpening(data: string, site: Site): Promise<JournalEnd | null> {
  const head = await readHead(data);
  const folder = journalFolder(data);
  const journal = await Journal.end(folder);
  const former = formerWards(journal?.site ?? null, site);
  assertSameHospital(journal, site, data);
  const scorer = await inspect(stateFile(data, 'scorer'), SCORER_LAYOUT, async (connection) => {
    await assertScorable(connection, site, former);
    return { log: await notedLog(connection), next: await readTo(connection) };
  });
  const served = await inspect(stateFile(data, 'serving'), SERVING_LAYOUT, async (connection) => ({
    ...{ revision: await appliedTo(connection), next: await servedTo(connection) },
  }));
  await assertOpens(stateFile(data, 'ingest'), DEAD_LETTERS_LAYOUT);
  const ids = [scorer?.log, head?.journal.id].filter((id) => typeof id === 'string');
  if (journal === null && ids.length > 0) {
    throw new InputError(
      `${folder} is missing, and with it the log of what was acknowledged. ${restore(data)}`,
    );
  }
  // a file without the name of a log is the origin of the journal, or was filled without one
  const isUnnoted = journal !== null && scorer !== null && scorer.log === null && scorer.next > 0;
  const isOther = isUnnoted && scorer.next !== journal.end;
  if (isOther || ids.some((id) => id !== journal?.id)) {
    throw new InputError(
      `${folder} is another journal than this state was made from. ${restore(data)}`,
    );
  }
  // a new journal starts with the events of the scorer's file
  const end = journal?.end ?? scorer?.next ?? 0;
  const acknowledged = Math.max(scorer?.next ?? 0, head?.journal.end ?? 0, served?.next ?? 0);
  if (acknowledged > end) {
    throw new InputError(
      `Events up to ${acknowledged} were acknowledged; ${folder} has ${end}. ${restore(data)}`,
    );
  }
  if (end === 0 && (served?.revision ?? 0) > 0) {
    throw new InputError(
      `${stateFile(data, 'serving')} has values of a log that is not in ${data}. ${restore(data)}`,
    );
  }
  return journal;
}

function assertSameHospital(journal: JournalEnd | null, { siteId }: Site, data: string): void {
  const noted = journal?.site?.site.siteId ?? siteId;
  if (noted === siteId) return;
  throw new InputError(
    `${data} is of the hospital ${JSON.stringify(noted)}, the site file of ${JSON.stringify(siteId)} ("siteId"). Give the site file of the first, or another --data`,
  );
}

/** Returns the identity of the journal that filled a scorer's file. */
async function notedLog(connection: Connection): Promise<string | null> {
  const [row] = await connection.rows<{ value: string }>(
    "select value from meta where name = 'log'",
  );
  return row?.value ?? null;
}

async function readTo(connection: Connection): Promise<number> {
  const [row] = await connection.rows<{ next_offset: number }>(
    'select next_offset from position where topic = $topic and "partition" = $partition',
    { ...OWN_LOG },
  );
  return row?.next_offset ?? 0;
}

/** Returns the last served revision. */
async function appliedTo(connection: Connection): Promise<number> {
  if (!(await hasTable(connection, 'applied'))) return 0;
  const [row] = await connection.rows<{ position: number }>(
    'select position from applied where "partition" = $partition',
    { partition: OWN_LOG.partition },
  );
  return row?.position ?? 0;
}
