import type { PipelineMessages } from '../i18n/messages.ts';

/** How long something is (seconds), rounded down: seconds below a minute, days from two days on. */
export function span(seconds: number, messages: PipelineMessages): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return messages.seconds(whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return messages.minutesLong(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? messages.hoursLong(hours) : messages.daysLong(Math.floor(hours / 24));
}
