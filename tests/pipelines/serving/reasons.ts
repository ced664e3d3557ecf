import type { Micros } from '../../../schemas/instant.ts';
import type { Bucket } from '../../reference/bucket.ts';
import { hourOf } from '../../reference/grid.ts';
import type { Reader } from '../../reference/hour-balance.ts';
import type { Ledger } from '../../reference/ledger.ts';

/** Why an hour has no need; `now` is all that is known, where the hour is as known at `asKnownAt`. */
export function reasonOf(
  hour: Bucket,
  now: Ledger,
  reader: Reader,
  asKnownAt = Number.POSITIVE_INFINITY,
) {
  if (hour.hiddenHours > 0) return 'few-patients';
  if (hour.minutes !== null) return null;
  if (now.streamTime !== null && hour.from > hourOf(Math.min(now.streamTime, asKnownAt)))
    return 'not-yet';
  const wasPublished = hour.from >= firstHour(now, hour.wardId, reader);
  return asKnownAt < Number.POSITIVE_INFINITY && wasPublished ? 'not-published-then' : 'no-events';
}

function firstHour({ wardHours }: Ledger, wardId: string, reader: Reader): Micros {
  const ofWard = wardHours.filter((one) => one.wardId === wardId);
  const since = reader === 'treating' || ofWard.length === 0 ? ofWard : wardHours;
  return Math.min(...since.map(({ hour }) => hour));
}
