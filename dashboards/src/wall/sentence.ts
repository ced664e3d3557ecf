import { type History, range } from '../charts/sparkline.ts';
import type { Format } from '../format.ts';
import type { WallWords } from '../i18n/messages.ts';

/** The sparkline in words. */
export function sentence(
  history: History,
  minutes: number | null,
  words: WallWords,
  format: Format,
): string {
  const known = range(history);
  if (known === null) return words.noTrend;
  const { low, high, missing } = known;
  const now = minutes === null ? words.unknown : format.whole(minutes);
  const text = words.trend(format.whole(low), format.whole(high), now);
  return missing === 0 ? text : `${text} ${words.trendMissing(missing)}`;
}
