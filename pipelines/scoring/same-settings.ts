import { createHash } from 'node:crypto';
import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import type { Connection } from '../warehouse/connection.ts';

/** The state was made with another site file, model or program: start over with a new folder. */
export class StateMismatch extends Error {
  override name = 'StateMismatch';
}

/** Changes with the tables of the state, and with what is noted of its settings. */
const LAYOUT = '7';
/** Name under which each ward's digest is noted. */
const WARDS = 'wards';

/**
 * Compares the settings with those the state was made with, and notes them in a new one. Wards may be
 * added: no event of theirs is in the state, so nothing that was scored is different with them.
 * @throws StateMismatch naming what is not as it was
 */
export async function assertSameSettings(
  connection: Connection,
  site: Site,
  model: Model,
): Promise<void> {
  const { wards, ...rest } = site;
  const expected = {
    'program layout': LAYOUT,
    model: digest(model),
    'site file': digest(withoutLater(rest)),
  };
  for (const [name, value] of Object.entries(expected)) {
    const noted = await notedValue(connection, name);
    if (noted === null) await note(connection, name, value);
    else if (noted !== value) {
      throw new StateMismatch(`The stored state was made with another ${name}`);
    }
  }
  await assertWardsOnlyAdded(connection, wards);
}

/**
 * Compares the layout of the tables with that of this program, before they are touched. A new file has
 * none.
 * @throws StateMismatch
 */
export async function assertSameLayout(connection: Connection): Promise<void> {
  const tables = await connection.rows(
    "select 1 from information_schema.tables where table_name = 'meta'",
  );
  if (tables.length === 0) return;
  const noted = await notedValue(connection, 'program layout');
  if (noted === null || noted === LAYOUT) return;
  throw new StateMismatch('The stored state was made with another program layout');
}

/** Leaves out the switches that came later where they are as before: earlier states have no word of them. */
function withoutLater({ switches, ...rest }: Omit<Site, 'wards'>): object {
  const { maxAgeDays, ...before } = switches;
  return {
    ...rest,
    switches: {
      ...before,
      ...(maxAgeDays !== 400 && { maxAgeDays }),
    },
  };
}

async function assertWardsOnlyAdded(connection: Connection, wards: Site['wards']): Promise<void> {
  const given = Object.fromEntries(wards.map((ward) => [ward.wardId, digest(ward)]));
  const noted = await notedValue(connection, WARDS);
  const known: Record<string, string> = noted === null ? {} : JSON.parse(noted);
  for (const [wardId, value] of Object.entries(known)) {
    if (given[wardId] === value) continue;
    const what = wardId in given ? 'was changed' : 'was removed';
    throw new StateMismatch(
      `The stored state was made with another site file: ward ${JSON.stringify(wardId)} ${what}. Wards may be added, not changed or removed`,
    );
  }
  const added = Object.keys(given).filter((wardId) => !(wardId in known));
  if (added.length === 0) return;
  if (noted !== null) await assertNothingMissed(connection);
  await note(connection, WARDS, JSON.stringify(given));
}

/** Where the log was read past events of wards that were unknown then, they would be missing unseen. */
async function assertNothingMissed(connection: Connection): Promise<void> {
  const [missed] = await connection.rows<{ n: number }>(
    `select count(*) as n from rejected where reason = 'unknown-ward'`,
  );
  if (missed!.n === 0) return;
  throw new StateMismatch(
    `The stored state was made with another site file: wards were added, and ${missed!.n} events of unknown wards were passed over before`,
  );
}

async function notedValue(connection: Connection, name: string): Promise<string | null> {
  const [row] = await connection.rows<{ value: string }>(
    'select value from meta where name = $name',
    { name },
  );
  return row?.value ?? null;
}

async function note(connection: Connection, name: string, value: string): Promise<void> {
  await connection.run(
    'insert into meta values ($name, $value) on conflict do update set value = excluded.value',
    { name, value },
  );
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
