import type { PipelineWords } from '../i18n/messages.ts';

/** How long something is (seconds), rounded down: seconds below a minute, days from two days on. */
export function span(seconds: number, words: PipelineWords): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return words.seconds(whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return words.minutesLong(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? words.hoursLong(hours) : words.daysLong(Math.floor(hours / 24));
}
