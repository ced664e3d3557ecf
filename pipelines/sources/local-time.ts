/** A wall-clock reading: milliseconds since 1970 as if the clock on the wall showed UTC. */
export type LocalTime = number;

const DAY = 86_400_000;
/** Days whose offsets are kept; a live feed names arbitrary ones. */
const MOST_DAYS = 100_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?$/;

/** Reads `2164-10-23 21:09:00` (or a date alone, as midnight). NaN if the text is neither. */
export function parseLocalTime(text: string): LocalTime {
  const found = SHAPE.exec(text);
  if (found === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0));
  const local = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  return formatLocalDate(local) === text.slice(0, 10) ? local : Number.NaN;
}

/** The date of a wall-clock reading, `YYYY-MM-DD`. */
export function formatLocalDate(local: LocalTime): string {
  return new Date(local).toISOString().slice(0, 10);
}

/**
 * Turns wall-clock readings of one time zone into instants (milliseconds UTC). Where clocks go back
 * a reading is ambiguous: the first of the two instants is taken. Where they go forward a reading
 * does not exist: it is read with the offset before the change, so 02:30 becomes 03:30.
 */
export function zonedClock(timeZone: string): (local: LocalTime) => number {
  const instantsOf = zonedInstants(timeZone);
  return (local) => instantsOf(local)[0]!;
}

/** As `zonedClock`, with both instants of a reading that comes twice, the first one first. */
export function zonedInstants(timeZone: string): (local: LocalTime) => readonly number[] {
  const offsetAt = zoneOffset(timeZone);
  const days = new Map<number, { before: number; after: number }>();
  return (local) => {
    const day = Math.floor(local / DAY);
    let offsets = days.get(day);
    if (offsets === undefined) {
      if (days.size === MOST_DAYS) days.clear();
      offsets = { before: offsetAt((day - 1) * DAY), after: offsetAt((day + 2) * DAY) };
      days.set(day, offsets);
    }
    const { before, after } = offsets;
    if (before === after) return [local - before];
    const shown = [before, after].filter((offset) => offsetAt(local - offset) === offset);
    return shown.length === 0 ? [local - before] : shown.map((offset) => local - offset);
  };
}

function zoneOffset(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (instant) => {
    const part = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const local = Date.UTC(
      part.year!,
      part.month! - 1,
      part.day!,
      part.hour!,
      part.minute!,
      part.second!,
    );
    return local - Math.floor(instant / 1000) * 1000;
  };
}
