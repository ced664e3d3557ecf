import { type ShiftGrid, type Sum, sumOf, type WardRow } from './shift-grid.ts';

/** A row of sums of some wards; `division` is `null` for wards that have none. */
export interface SumRow {
  readonly kind: 'all' | 'division';
  readonly division: string | null;
  readonly wards: readonly WardRow[];
  readonly sums: readonly Sum[];
}

export type GridRow = SumRow | { readonly kind: 'ward'; readonly ward: WardRow };

/** The sum of all wards, then each division with its wards, in the order of the site; a lone ward is no sum. */
export function gridRows({ columns, rows }: ShiftGrid): GridRow[] {
  const sumRow = (
    kind: SumRow['kind'],
    division: string | null,
    wards: readonly WardRow[],
  ): SumRow => ({
    ...{ kind, division, wards },
    sums: columns.map((_, i) => sumOf(wards.map(({ cells }) => cells[i]!))),
  });
  const divisions = [...new Set(rows.map(({ division }) => division))];
  const named = divisions.toSorted((a, b) => Number(a === null) - Number(b === null));
  const parts = named.flatMap((division): GridRow[] => {
    const wards = rows.filter((row) => row.division === division);
    const own = wards.map((ward) => ({ kind: 'ward' as const, ward }));
    return named.length === 1 ? own : [sumRow('division', division, wards), ...own];
  });
  return rows.length < 2 ? parts : [sumRow('all', null, rows), ...parts];
}
