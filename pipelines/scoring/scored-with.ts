import { createHash } from 'node:crypto';
import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import type { Connection } from '../warehouse/connection.ts';
import { StateMismatch } from '../warehouse/state-mismatch.ts';
import { macros } from './macros.ts';
import { milli, observationCodes, scoredSettings } from './settings.ts';
import { scoringSql } from './stages.ts';
import { VERSION_RANK } from './version-rank.ts';

/** What every score depends on beside the events, by parts: compared as texts. */
type ScoredWith = Record<string, string>;

const NOTED = 'scored with';
const HOSPITAL = 'hospital';

/**
 * Compares what scores depend on with what the state's rows were scored with, and notes it. Ward names,
 * types, beds, their order, shifts and the hospital's name are not among it: they may change at any start.
 * A ward that is left out stays known with its night ratio: what was scored of it stays.
 * @returns what changed, in words; of nothing, or of a new state, none
 * @throws StateMismatch before anything is changed, where the state is of another hospital, or could only
 *   be scored wrong
 */
export async function compareScoredWith(
  connection: Connection,
  site: Site,
  model: Model,
): Promise<string[]> {
  await assertSameHospital(connection, site);
  const known = await knownWards(connection);
  assertRatiosKnown(site, known);
  const given = scoredWith(site, model);
  const noted: ScoredWith | null = JSON.parse((await notedValue(connection, NOTED)) ?? 'null');
  const hasScored = (await connection.rows('select 1 from encounter limit 1')).length > 0;
  const changed = noted === null ? ['the program'] : differing(noted, given);
  for (const { wardId, nightPatientsPerNurse } of site.wards) {
    const before = known.get(wardId);
    if (before === undefined || before === null || before === milli(nightPatientsPerNurse))
      continue;
    changed.push(`the night ratio of ward ${JSON.stringify(wardId)}`);
  }
  return hasScored ? changed : [];
}

/** Notes what the rows are scored with from now on. */
export async function noteScoredWith(
  connection: Connection,
  site: Site,
  model: Model,
): Promise<void> {
  await note(connection, HOSPITAL, site.siteId);
  await note(connection, NOTED, JSON.stringify(scoredWith(site, model)));
  for (const { wardId, nightPatientsPerNurse } of site.wards) {
    await connection.run(
      `insert into known_ward values ($wardId, $ratio)
        on conflict do update set night_ratio_milli = excluded.night_ratio_milli
        where night_ratio_milli is distinct from excluded.night_ratio_milli`,
      { wardId, ratio: milli(nightPatientsPerNurse) },
    );
  }
}

function scoredWith(site: Site, model: Model): ScoredWith {
  const settings = Object.entries(scoredSettings(site));
  return {
    'the program': digest([scoringSql().map(withoutComments), VERSION_RANK, observationCodes()]),
    'the model': digest([model, macros(model)]),
    ...Object.fromEntries(settings.map(([name, value]) => [`"${name}"`, String(value)])),
  };
}

function differing(noted: ScoredWith, given: ScoredWith): string[] {
  return Object.keys({ ...noted, ...given }).filter((name) => noted[name] !== given[name]);
}

/** A file of another hospital given by mistake is not to make its wards those of this one. */
async function assertSameHospital(connection: Connection, { siteId }: Site): Promise<void> {
  const noted = await notedValue(connection, HOSPITAL);
  if (noted === null || noted === siteId) return;
  throw new StateMismatch(
    `The stored state is of the hospital ${JSON.stringify(noted)}, the site file of ${JSON.stringify(siteId)} ("siteId"). Give the site file of the first, or another --data`,
  );
}

/** What was scored of a ward cannot be scored again without its night ratio. */
function assertRatiosKnown({ wards }: Site, known: ReadonlyMap<string, number | null>): void {
  const given = new Set(wards.map(({ wardId }) => wardId));
  for (const [wardId, ratio] of known) {
    if (ratio !== null || given.has(wardId)) continue;
    throw new StateMismatch(
      `The stored state was written by an earlier program, which did not note the night ratio of ward ${JSON.stringify(wardId)}, and the site file no longer has that ward. Start once with the site file it had; the ward may be left out from then on`,
    );
  }
}

async function knownWards(connection: Connection): Promise<ReadonlyMap<string, number | null>> {
  const rows = await connection.rows<{ ward_id: string; night_ratio_milli: number | null }>(
    'from known_ward order by ward_id',
  );
  return new Map(rows.map((row) => [row.ward_id, row.night_ratio_milli]));
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
    `insert into meta values ($name, $value)
      on conflict do update set value = excluded.value where value <> excluded.value`,
    { name, value },
  );
}

/** SQL that computes the same reads the same. */
function withoutComments(sql: string): string {
  return sql.replaceAll(/--[^\n]*/g, '').replaceAll(/\s+/g, ' ');
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
