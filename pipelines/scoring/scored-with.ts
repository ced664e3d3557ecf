import { createHash } from 'node:crypto';
import type { Model } from '../../schemas/model.ts';
import type { FormerWard, Site } from '../../schemas/site.ts';
import { periodOf, periodText, type WardPeriod } from '../../schemas/ward-period.ts';
import type { Connection } from '../warehouse/connection.ts';
import { IncompatibleStateError } from '../warehouse/incompatible-state-error.ts';
import { macros } from './macros.ts';
import { readMeta, writeMeta } from './meta.ts';
import { milli, observationCodes, scoredSettings } from './settings.ts';
import { scoringSql } from './stages.ts';
import { VERSION_RANK } from './version-rank.ts';

/** What every score depends on beside the events, by parts: compared as texts. */
type ScoredWith = Record<string, string>;

const NOTED = 'scored with';
const HOSPITAL = 'hospital';

/**
 * Compares what scores depend on with what the state's rows were scored with, and notes it. Ward names,
 * types, beds, their order and the hospital's name are not among it: they may change at any start, and so may shifts
 * where day hours do not go by them.
 * A ward that is left out stays known with its night ratio: what was scored of it stays.
 * @returns what changed, in words; of nothing, or of a new state, none
 * @throws IncompatibleStateError before anything is changed, where the state is of another hospital, or could only
 *   be scored wrong
 */
export async function compareScoredWith(
  connection: Connection,
  site: Site,
  model: Model,
  former: readonly FormerWard[] = [],
): Promise<string[]> {
  await assertScorable(connection, site, former);
  const known = await knownWards(connection);
  const given = scoredWith(site, model);
  const noted: ScoredWith | null = JSON.parse((await readMeta(connection, NOTED)) ?? 'null');
  const hasScored = (await connection.rows('select 1 from encounter limit 1')).length > 0;
  const changed = noted === null ? ['the program'] : differing(noted, given);
  for (const { wardId, ratio, closedFrom, dataFrom } of wardsScored(site, former)) {
    const before = known.get(wardId);
    if (before === undefined || before.ratio === null) continue;
    const ward = `ward ${JSON.stringify(wardId)}`;
    if (before.ratio !== ratio) changed.push(`the night ratio of ${ward}`);
    if (before.closedFrom !== closedFrom) changed.push(`the closing of ${ward}`);
    if (before.dataFrom !== dataFrom) changed.push(`the first hour of ${ward}`);
  }
  return hasScored ? changed : [];
}

/**
 * Checks that a state can be scored with a site file. Changes nothing, and reads tables of any layout that opens.
 * @throws IncompatibleStateError
 */
export async function assertScorable(
  connection: Connection,
  site: Site,
  former: readonly FormerWard[] = [],
): Promise<void> {
  await assertSameHospital(connection, site);
  assertRatiosKnown([...site.wards, ...former], await knownWards(connection));
}

/** What is scored with of every ward that a site file names, and of those that were left out since. */
function wardsScored({ wards, timeZone }: Site, former: readonly FormerWard[]) {
  return [...former, ...wards].map((ward) => ({
    wardId: ward.wardId,
    ratio: milli(ward.nightPatientsPerStaff),
    ...periodOf(ward, timeZone),
  }));
}

/** Notes what the rows are scored with from now on. */
export async function noteScoredWith(
  connection: Connection,
  site: Site,
  model: Model,
  former: readonly FormerWard[] = [],
): Promise<void> {
  await writeMeta(connection, HOSPITAL, site.siteId);
  await writeMeta(connection, NOTED, JSON.stringify(scoredWith(site, model)));
  await connection.run(
    `insert into known_ward
      select
        ward.wardId, ward.ratio, make_timestamp(ward.closedFrom::bigint), make_timestamp(ward.dataFrom::bigint)
      from (
        select unnest(from_json(
          $wards, '[{"wardId":"varchar","ratio":"bigint","closedFrom":"bigint","dataFrom":"bigint"}]'
        )) as ward
      )
      on conflict do update set
        night_ratio_milli = excluded.night_ratio_milli,
        closed_from = excluded.closed_from, data_from = excluded.data_from
      where night_ratio_milli is distinct from excluded.night_ratio_milli
        or closed_from is distinct from excluded.closed_from
        or data_from is distinct from excluded.data_from`,
    { wards: JSON.stringify(wardsScored(site, former)) },
  );
}

function scoredWith(site: Site, model: Model): ScoredWith {
  const settings = Object.entries(scoredSettings(site, model));
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
  const noted = await readMeta(connection, HOSPITAL);
  if (noted === null || noted === siteId) return;
  throw new IncompatibleStateError(
    `The stored state is of the hospital ${JSON.stringify(noted)}, the site file of ${JSON.stringify(siteId)} ("siteId"). Give the site file of the first, or another --data`,
  );
}

/** What was scored of a ward cannot be scored again without its night ratio. */
function assertRatiosKnown(
  wards: readonly FormerWard[],
  known: ReadonlyMap<string, KnownWard>,
): void {
  const given = new Set(wards.map(({ wardId }) => wardId));
  for (const [wardId, { ratio }] of known) {
    if (ratio !== null || given.has(wardId)) continue;
    throw new IncompatibleStateError(
      `The stored state was written by an earlier program, which did not note the night ratio of ward ${JSON.stringify(wardId)}, and the site file no longer has that ward. Start once with the site file it had; the ward may be left out from then on`,
    );
  }
}

interface KnownWard extends WardPeriod {
  /** `null` where an earlier program did not note it. */
  readonly ratio: number | null;
}

/** Reads tables of any layout that opens. */
async function knownWards(connection: Connection): Promise<ReadonlyMap<string, KnownWard>> {
  const columns = await connection.rows<{ name: string }>(
    "select column_name as name from duckdb_columns() where table_name = 'known_ward'",
  );
  const wards = columns.length > 0 ? 'known_ward' : WARDS_OF_LAYOUT_7;
  const instant = (column: string) =>
    columns.some(({ name }) => name === column) ? column : 'null::timestamp';
  const rows = await connection.rows<KnownWard & { wardId: string }>(`
    select
      ward_id as "wardId", night_ratio_milli as ratio,
      ${instant('closed_from')} as "closedFrom", ${instant('data_from')} as "dataFrom"
    from ${wards} order by ward_id`);
  return new Map(rows.map(({ wardId, ...known }) => [wardId, known]));
}

const WARDS_OF_LAYOUT_7 = `(
  select unnest(json_keys(value::json)) as ward_id, null::bigint as night_ratio_milli from meta where name = 'wards'
)`;

/** The wards that a state knows and a site file has left out. */
export async function wardsLeftOut(connection: Connection, { wards }: Site): Promise<FormerWard[]> {
  const named = new Set(wards.map(({ wardId }) => wardId));
  return [...(await knownWards(connection))].flatMap(([wardId, { ratio, ...period }]) => {
    if (named.has(wardId) || ratio === null) return [];
    return [{ wardId, nightPatientsPerStaff: ratio / 1000, ...periodText(period) }];
  });
}

/** SQL that computes the same reads the same. */
function withoutComments(sql: string): string {
  return sql.replaceAll(/--[^\n]*/g, '').replaceAll(/\s+/g, ' ');
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
