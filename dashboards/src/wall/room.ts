import type { Area } from './layout.ts';

/** Measures the room that the window leaves for the tiles, in rem, whenever it changes. */
export class Room {
  private tiles: HTMLElement | null = null;
  private area: Area | null = null;
  private readonly observer = new ResizeObserver(() => this.measure());
  private readonly onArea: (area: Area) => void;

  constructor(onArea: (area: Area) => void) {
    this.onArea = onArea;
  }

  /** Measures around these tiles from now on. */
  watch(tiles: HTMLElement | null): void {
    if (tiles === this.tiles) return;
    this.leave();
    this.tiles = tiles;
    if (tiles === null) return;
    // what stands above the tiles changes their room as well as the window does
    for (const each of [document.documentElement, tiles, ...rowsOf(tiles)]) {
      this.observer.observe(each);
    }
  }

  leave(): void {
    this.observer.disconnect();
    this.tiles = null;
  }

  private measure(): void {
    if (this.tiles === null) return;
    const page = this.tiles.closest<HTMLElement>('.page')!;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const width = this.tiles.clientWidth / rem;
    const others = page.offsetHeight - this.tiles.offsetHeight;
    const height = Math.max(0, innerHeight - others) / rem;
    if (this.area?.width === width && this.area.height === height) return;
    this.area = { width, height };
    this.onArea(this.area);
  }
}

/** The parts of the page beside the tiles. */
function rowsOf(tiles: HTMLElement): Element[] {
  return [...tiles.parentElement!.children, ...tiles.closest('.page')!.children].filter(
    (each) => !each.contains(tiles),
  );
}
