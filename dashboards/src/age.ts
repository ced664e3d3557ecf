import type { CommonMessages } from './i18n/messages.ts';

const MINUTE_MS = 60_000;

/** How long ago (ms) something was, in words: minutes below an hour, hours below two days. */
export function age(milliseconds: number, messages: CommonMessages): string {
  const minutes = Math.floor(milliseconds / MINUTE_MS);
  if (minutes < 1) return messages.justNow;
  if (minutes < 60) return messages.minutesAgo(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? messages.hoursAgo(hours) : messages.daysAgo(Math.floor(hours / 24));
}
