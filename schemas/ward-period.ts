import { formatInstant, type Micros, parseInstant } from './instant.ts';
import { isLocalDate, startOfDay } from './local-date.ts';
import type { Site, Ward } from './site.ts';

/** The instant from which a ward is scored: of a local date its first minute; `null` if from its first event on. */
export function dataFrom(ward: Pick<Ward, 'dataFrom'>, timeZone: string): Micros | null {
  return instantOf(ward.dataFrom, timeZone);
}

/** The instant from which a ward is closed: of a local date its first minute; `null` if it is open. */
export function closedFrom(ward: Pick<Ward, 'closedFrom'>, timeZone: string): Micros | null {
  return instantOf(ward.closedFrom, timeZone);
}

/** The period in which a ward counts: `null` where it has no beginning or end. */
export interface WardPeriod {
  readonly dataFrom: Micros | null;
  readonly closedFrom: Micros | null;
}

/** The period of a ward, by the time zone of its site. */
export function periodOf(ward: Pick<Ward, keyof WardPeriod>, timeZone: string): WardPeriod {
  return { dataFrom: dataFrom(ward, timeZone), closedFrom: closedFrom(ward, timeZone) };
}

/** The same as instants of a site file, without what there is none of. */
export function periodText({ dataFrom, closedFrom }: WardPeriod): Pick<Ward, keyof WardPeriod> {
  return {
    ...(dataFrom === null ? {} : { dataFrom: formatInstant(dataFrom) }),
    ...(closedFrom === null ? {} : { closedFrom: formatInstant(closedFrom) }),
  };
}

function instantOf(text: string | undefined, timeZone: string): Micros | null {
  if (text === undefined) return null;
  return isLocalDate(text) ? startOfDay(text, timeZone) : parseInstant(text);
}

/** When each ward of a site closes that does. */
export function closings({ wards, timeZone }: Site): ReadonlyMap<string, Micros> {
  const closing = new Map<string, Micros>();
  for (const ward of wards) {
    const at = closedFrom(ward, timeZone);
    if (at !== null) closing.set(ward.wardId, at);
  }
  return closing;
}
