const DAY_MS = 24 * 3_600_000;

/** Minutes do not matter to a date: queries are of whole days. */
const PARTS = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

/** The instant (ms) at which the clock of a time zone shows `2026-10-25T07:00`; the earlier of two. */
export function instantOf(clock: string, timeZone: string): number {
  const wanted = Date.parse(`${clock}Z`);
  const ahead = (instant: number) => Date.parse(`${clockOf(instant, timeZone)}Z`) - instant;
  // by the offset of the day before and of the day after, one of them holds at the instant
  const [early, late] = [wanted - ahead(wanted - DAY_MS), wanted - ahead(wanted + DAY_MS)];
  return early + ahead(early) === wanted ? early : late;
}

/** What the clock of a time zone shows at an instant (ms): `2026-10-25T07:00`. */
export function clockOf(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, ...PARTS }).format(instant).replace(' ', 'T');
}

/** The instant (ms) at which a date, `2026-10-25`, begins in a time zone. */
export function dayStart(date: string, timeZone: string): number {
  return instantOf(`${date}T00:00`, timeZone);
}

/** The date so many days later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one date up to another, both counted. */
export function daysOf(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** Whether a text is a date that is in the calendar, and of a time that hospitals have records of. */
export function isDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

/** Number of the ISO week that a date is in. */
export function isoWeek(date: string): number {
  const thursday = thursdayOf(date);
  const january = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - january) / DAY_MS / 7) + 1;
}

/** The year that the ISO week of a date belongs to: that of its Thursday. */
export function isoWeekYear(date: string): number {
  return thursdayOf(date).getUTCFullYear();
}

function thursdayOf(date: string): Date {
  const weekday = new Date(date).getUTCDay() || 7;
  return new Date(Date.parse(date) + (4 - weekday) * DAY_MS);
}
