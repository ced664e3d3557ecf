import { type History, range } from '../charts/sparkline.ts';
import type { Format } from '../format.ts';
import type { WallMessages } from '../i18n/messages.ts';

/** The sparkline in words. */
export function sentence(
  history: History,
  minutes: number | null,
  messages: WallMessages,
  format: Format,
): string {
  const known = range(history);
  if (known === null) return messages.noTrend;
  const { low, high, missing } = known;
  const now = minutes === null ? messages.unknown : format.whole(minutes);
  const text = messages.trend(format.whole(low), format.whole(high), now);
  return missing === 0 ? text : `${text} ${messages.trendMissing(missing)}`;
}
