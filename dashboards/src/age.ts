import type { CommonWords } from './i18n/messages.ts';

const MINUTE_MS = 60_000;

/** How long ago (ms) something was, in words: minutes below an hour, hours below two days. */
export function age(milliseconds: number, words: CommonWords): string {
  const minutes = Math.floor(milliseconds / MINUTE_MS);
  if (minutes < 1) return words.justNow;
  if (minutes < 60) return words.minutesAgo(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? words.hoursAgo(hours) : words.daysAgo(Math.floor(hours / 24));
}
