import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';

/**
 * Where the rows of each group begin in a table that only grows at its end. A query for some groups reads from there on, so
 * that it costs what lies between a visit's first record and now, and not what the journal holds. Kept in memory; filled from
 * the table when the journal opens.
 */
export class GroupStarts {
  private readonly first: Map<string, number>;

  private constructor(first: Map<string, number>) {
    this.first = first;
  }

  static async open(connection: Connection, table: 'extract' | 'published'): Promise<GroupStarts> {
    const rows = await connection.rows<{ group_id: string; first: number }>(
      `select group_id, min(sequence) as first from ${table} group by group_id`,
    );
    return new GroupStarts(new Map(rows.map(({ group_id, first }) => [group_id, first])));
  }

  /** Notes rows that were added. If their transaction fails, reading from there on is still right. */
  note(rows: readonly { readonly group_id: string; readonly sequence: number }[]): void {
    for (const { group_id, sequence } of rows) {
      const known = this.first.get(group_id);
      if (known === undefined || sequence < known) this.first.set(group_id, sequence);
    }
  }

  /** The first row of any of these groups; `null` if none of them has a row. */
  startOf(groups: Iterable<string>): number | null {
    let start: number | null = null;
    for (const group of groups) {
      const first = this.first.get(group);
      if (first !== undefined && (start === null || first < start)) start = first;
    }
    return start;
  }
}
