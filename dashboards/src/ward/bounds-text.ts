/** The bounds of a value, in brackets; `null` where one is unknown, or where they read the same and say nothing. */
export function boundsText(
  low: number | null,
  high: number | null,
  write: (value: number) => string,
): string | null {
  if (low === null || high === null) return null;
  const [from, to] = [write(low), write(high)];
  return from === to ? null : `(${from}–${to})`;
}
