const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Shifts begin before the window and end after it: this margin holds whole ones. */
const MARGIN_HOURS = 12;

/** How far back the screen looks. */
export const RANGES = ['48h', '7d'] as const;
export type Range = (typeof RANGES)[number];

const HOURS_BACK: Record<Range, number> = { '48h': 48, '7d': 168 };

/** Instants in ms, whole hours. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What is shown around an instant: back as chosen, and 24 hours ahead of the hour that holds it. */
export function windowAround(now: number, range: Range): Window {
  const hour = hourOf(now);
  return {
    from: hour - HOURS_BACK[range] * HOUR_MS,
    to: hour + (DAY_HOURS + 1) * HOUR_MS,
  };
}

/** The window that is loaded, whatever is shown: seven days back and a day ahead, with whole shifts. */
export function loadedAround(now: number): Window {
  const { from, to } = windowAround(now, '7d');
  return { from: from - MARGIN_HOURS * HOUR_MS, to: to + MARGIN_HOURS * HOUR_MS };
}

/** A window as parameters of the API. */
export function asQuery({ from, to }: Window): { readonly from: string; readonly to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** What of the hours or shifts is within, also in part. */
export function within<P extends { readonly from: string; readonly to: string }>(
  points: readonly P[],
  window: Window,
): P[] {
  return points.filter(
    ({ from, to }) => Date.parse(to) > window.from && Date.parse(from) < window.to,
  );
}

/** The start of the hour that holds an instant. */
export function hourOf(now: number): number {
  return Math.floor(now / HOUR_MS) * HOUR_MS;
}
