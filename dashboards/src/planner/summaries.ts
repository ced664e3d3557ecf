import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';

/** A value as it is written, with its unit's way of sign and decimals. */
export type Write = (value: number) => string;

/** From the least to the greatest: 4,1–7,9, and −2,1 till +0,3 if signs are written. */
export function spanText(
  low: number,
  high: number,
  write: Write,
  messages: PlannerMessages,
): string {
  const [from, to] = [write(low), write(high)];
  if (from === to) return from;
  return /^[−+]/.test(from) || /^[−+]/.test(to)
    ? `${from} ${messages.until} ${to}`
    : `${from}–${to}`;
}

/** The span of some values; `null` of none. */
export function spanOf(
  values: readonly (number | null)[],
  write: Write,
  messages: PlannerMessages,
): string | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return spanText(Math.min(...known), Math.max(...known), write, messages);
}

/** Hours that are withheld. */
export function hiddenIn(parts: readonly { readonly hiddenHours: number }[]): number {
  return parts.reduce((sum, { hiddenHours }) => sum + hiddenHours, 0);
}

/** How much of the inputs there is, and what is withheld. */
export function quality(
  parts: readonly { readonly coverage: number | null; readonly hiddenHours: number }[],
  messages: PlannerMessages,
  format: Format,
): string {
  const covered = parts.map(({ coverage }) => coverage);
  const span = spanOf(covered, format.percent, messages);
  const hidden = hiddenIn(parts);
  return [
    span === null ? messages.coverageUnknown : messages.coverageSpan(span),
    ...(hidden === 0 ? [] : [messages.hidden(format.whole(hidden))]),
  ].join(' ');
}
