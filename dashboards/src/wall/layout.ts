/** Room for the tiles, in the size of the page's type (rem). */
export interface Area {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Size of the type of a tile, in rem. */
  readonly type: number;
}

/** What a tile takes in the size of its own type; the same as in tile.css. */
export const TILE = { width: 17, height: 14 } as const;
const GAP = 0.5;
/** Smallest type of a tile on a screen that shows all of them at once. */
export const LEAST_TYPE = 0.7;
/** More wards than these on a screen cannot be read across a room. */
export const MOST_WARDS = 40;
/** Narrowest room (rem) that wards fill; a phone scrolls. */
const LEAST_WIDTH = 40;

/** How wards fill a screen so that their type is largest; of two such ways the one with fewer empty places. */
export function layoutOf(count: number, { width, height }: Area): Layout {
  const layouts = Array.from({ length: Math.max(1, count) }, (_, index): Layout => {
    const columns = index + 1;
    const rows = Math.ceil(Math.max(1, count) / columns);
    const [wide, high] = [(width + GAP) / columns - GAP, (height + GAP) / rows - GAP];
    return { columns, rows, type: Math.min(wide / TILE.width, high / TILE.height) };
  });
  return layouts.reduce((best, each) => {
    if (each.type !== best.type) return each.type > best.type ? each : best;
    return each.columns * each.rows < best.columns * best.rows ? each : best;
  });
}

/** Whether a layout can be read where nobody turns pages. */
export function isReadable({ type }: Layout, { width }: Area): boolean {
  return type >= LEAST_TYPE && width >= LEAST_WIDTH;
}

/** How many pages wards take, and how many wards each has at most: as even as they can be. */
export function pagesOf(count: number, area: Area): { pages: number; size: number } {
  let most = Math.min(Math.max(1, count), MOST_WARDS);
  while (most > 1 && layoutOf(most, area).type < LEAST_TYPE) most -= 1;
  const pages = Math.max(1, Math.ceil(count / most));
  return { pages, size: Math.ceil(Math.max(1, count) / pages) };
}
