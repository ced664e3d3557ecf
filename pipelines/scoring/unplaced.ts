import type { Micros } from '../../schemas/instant.ts';
import type { UnplacedList } from '../../schemas/unplaced.ts';
import type { Connection } from '../warehouse/connection.ts';

/** How many there are of each list. */
export type UnplacedCounts = Readonly<Record<UnplacedList, number>>;

/** Part of a list, the latest first. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** A line of a list; of a stay that ended by itself the event is the last that came. Instants in microseconds. */
export interface Unplaced {
  readonly encounterId: string;
  /** Of the stay, or of the move that names it. */
  readonly wardId: string | null;
  /** Why it has no place. */
  readonly reason: string;
  readonly occurredAt: Micros;
  /** Of an event; `null` of a stay. */
  readonly recordedAt: Micros | null;
  readonly type: string | null;
  readonly code: string | null;
  readonly source: string | null;
  readonly id: string | null;
  /** Until when a stay that ended by itself counts. */
  readonly leftAt: Micros | null;
}

/** Part of a list of what found no place in the score. */
export interface UnplacedPart {
  readonly counts: UnplacedCounts;
  readonly rows: readonly Unplaced[];
}

/** Open stays without an event for 48 hours that have not ended by themselves. */
const SILENT_STAYS = `
  from encounter
  join sign_of_life using (encounter_id)
  join stream on stream."partition" = encounter."partition"
  anti join presumed_left using (encounter_id)
  where ends_at is null and ward_id is not null and last_at <= stream_time - interval 48 hours`;

/** The length of every list. Reads the lists alone, which are kept with what is scored. */
export async function countUnplaced(connection: Connection): Promise<UnplacedCounts> {
  const [row] = await connection.rows<{
    left: number;
    silent: number;
    moves: number;
    orphans: number;
  }>(`
    select
      (select count(*) from presumed_left) as "left",
      (select count(*) ${SILENT_STAYS}) as silent,
      count(*) filter (is_move) as moves,
      count(*) filter (not is_move) as orphans
    from unplaced_event`);
  return {
    'presumed-left': row!.left,
    'silent-stays': row!.silent,
    'moves-without-effect': row!.moves,
    'orphan-events': row!.orphans,
  };
}

const EVENT = `encounter_id as "encounterId", ward_id as "wardId", occurred_at as "occurredAt",
  recorded_at as "recordedAt", type, code, source, id, null::timestamp as "leftAt"`;

const LISTS: Readonly<Record<UnplacedList, string>> = {
  'presumed-left': `
    select encounter_id as "encounterId", ward_id as "wardId", last_at as "occurredAt",
      null::timestamp as "recordedAt", null as type, null as code, null as source, null as id,
      left_at as "leftAt", 'silent' as reason
    from presumed_left order by last_at desc, encounter_id`,
  'silent-stays': `
    select encounter_id as "encounterId", ward_id as "wardId", last_at as "occurredAt",
      null::timestamp as "recordedAt", null as type, null as code, null as source, null as id,
      null::timestamp as "leftAt", 'silent' as reason
    ${SILENT_STAYS} order by last_at desc, encounter_id`,
  'moves-without-effect': `
    select ${EVENT}, reason from unplaced_event
    where is_move order by occurred_at desc, source, id`,
  'orphan-events': `
    select ${EVENT},
      if(encounter_id in (select encounter_id from encounter), 'outside-stay', 'never-admitted')
        as reason
    from unplaced_event
    where not is_move order by occurred_at desc, source, id`,
};

/** Part of a list. */
export function listUnplaced(
  connection: Connection,
  list: UnplacedList,
  { limit, offset }: Page,
): Promise<Unplaced[]> {
  return connection.rows<Unplaced>(`${LISTS[list]} limit $limit offset $offset`, { limit, offset });
}
