import type { CommonMessages } from '../i18n/messages.ts';

/** An hour of a time axis: its instant (ms) and the site's clock at it, with offset. */
export interface AxisHour {
  readonly from: number;
  /** RFC 3339 by the clock of the site, as `localFrom` of the API. */
  readonly localFrom: string;
}

/**
 * The hour of the clock, two digits. The hour that comes twice when summer time ends says which of the
 * two it is: 02 (sommartid), 02 (normaltid).
 * @param hours neighbours in order of time, `index` is the labelled one
 */
export function hourLabel(
  hours: readonly AxisHour[],
  index: number,
  messages: CommonMessages,
): string {
  const { localFrom } = hours[index]!;
  const label = localFrom.slice(11, 13);
  if (isSameClock(hours[index + 1], localFrom)) return `${label} (${messages.summerTime})`;
  if (isSameClock(hours[index - 1], localFrom)) return `${label} (${messages.standardTime})`;
  return label;
}

/** Which hours get a label: each that the clock divides by `every` without rest. */
export function labelled(hours: readonly AxisHour[], every: number): number[] {
  return hours.flatMap(({ localFrom }, index) =>
    Number(localFrom.slice(11, 13)) % every === 0 ? [index] : [],
  );
}

function isSameClock(other: AxisHour | undefined, localFrom: string): boolean {
  return other?.localFrom.slice(0, 13) === localFrom.slice(0, 13);
}
