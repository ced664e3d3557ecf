import type { StandingWard, WardNow } from '../../schemas/ward-now.ts';
import type { Connection, Statements } from '../warehouse/connection.ts';
import { canKeepPlans, KeptPlans } from '../warehouse/kept-plans.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { createSeen } from './macros.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** What changes with the hour, staffing, and what is usual, in order. */
const STANDING = ['shift_hour', 'recent_hour', 'standing_ward', 'standing_hour', 'standing_rn'];
const REFILL = STANDING.map((name) => `truncate ${name}; insert into ${name} ${sql(name)};`);

const hourIs = (hour: number | null) =>
  `set variable hour = ${hour === null ? 'null::timestamp' : `make_timestamp(${hour}::bigint)`};`;

const MOVE = `
  update moment set stream_time = clock.stream_time, hour = clock.hour from clock`;
const MOMENT = 'select hour, instant_text(stream_time) as text from moment';
const WARDS = sql('ward_now');

/** The wards at an instant of stream time, for those who treat there and for others. */
export interface Standing {
  readonly streamTime: string | null;
  readonly wards: StandingWard[];
}

/**
 * Reads the wards as they stand, one call at a time, by a connection that creates nothing else, so that the plans of
 * its statements can be kept: they are made again when the hour is another.
 */
export class StandingWards {
  private readonly connection: Connection;
  private readonly statements: Statements;
  /** The hour, and what was learned, of what stands. */
  private standing: string | null = null;

  private constructor(connection: Connection, keepsPlans: boolean) {
    this.connection = connection;
    this.statements = keepsPlans ? new KeptPlans(connection) : connection;
  }

  /**
   * Creates what it reads, on a connection with the site and the relations of queries.
   * @param keepsPlans default: whether this DuckDB can
   */
  static async create(connection: Connection, keepsPlans?: boolean): Promise<StandingWards> {
    await connection.run(hourIs(null));
    await connection.run(`create temp table moment as
      select null::timestamp as stream_time, null::timestamp as hour`);
    for (const name of STANDING) {
      await connection.run(`create temp table ${name} as ${sql(name)}`);
    }
    const recent = 'select ward_hour.* from ward_hour join recent_hour using (hour)';
    await createSeen(connection, 'seen_recently', recent);
    return new StandingWards(connection, keepsPlans ?? (await canKeepPlans()));
  }

  /** @param learned counts what changed of what is usual and of staffing */
  async read(learned: number): Promise<Standing> {
    const { statements } = this;
    await statements.run(MOVE);
    const [moment] = await statements.rows<{ hour: number | null; text: string | null }>(MOMENT);
    await this.stand(moment!.hour, learned);
    const rows = await statements.rows<WardNow & { treating: boolean }>(WARDS);
    const seenBy = (audience: boolean) =>
      rows.flatMap(({ treating, ...ward }) => (treating === audience ? ward : []));
    const outside = seenBy(false);
    const wards = seenBy(true).map((inside, place) => ({ inside, outside: outside[place]! }));
    return { streamTime: moment!.text, wards };
  }

  private async stand(hour: number | null, learned: number): Promise<void> {
    const standing = `${hour} ${learned}`;
    if (this.standing === standing) return;
    await this.connection.run(`${hourIs(hour)} ${REFILL.join(' ')}`);
    if (this.statements instanceof KeptPlans) await this.statements.forget();
    this.standing = standing;
  }
}
