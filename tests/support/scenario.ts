import { type Micros, parseInstant } from '../../schemas/instant.ts';
import { type Site, site as siteSchema } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { type ReferenceHour, referenceEncounterHours } from '../reference/score.ts';

type Body<T = WardEvent> = T extends WardEvent
  ? Omit<T, keyof Envelope> & Partial<Envelope>
  : never;
type Envelope = Pick<
  Extract<WardEvent, { encounterId: string }>,
  'id' | 'source' | 'occurredAt' | 'recordedAt' | 'status' | 'encounterId'
>;

/** `8:10` on Monday 2026-01-05 UTC, `7 8:10` on the 7th, or a whole RFC 3339 instant. */
export function at(text: string): Micros {
  if (text.includes('T')) return parseInstant(text);
  const [time, day = '5'] = text.split(' ').reverse() as [string, string?];
  const [hour, rest = '00'] = time.split(/:(.*)/) as [string, string?];
  const seconds = rest.length === 2 ? `${rest}:00` : rest;
  return parseInstant(`2026-01-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${seconds}Z`);
}

/** An event, of encounter E1 where its type has an encounter, recorded when it happened, unless `body` says otherwise. */
export function event(time: string, body: Body): WardEvent {
  const occurredAt = at(time);
  const envelope = { source: 'ehr', status: 'final', occurredAt, recordedAt: occurredAt };
  const id = `${time}-${JSON.stringify(body)}`;
  const ofNobody = body.type === 'tick' || body.type === 'staffing' || body.type === 'judgement';
  const encounter = ofNobody ? {} : { encounterId: 'E1' };
  return { ...envelope, ...encounter, id, ...body } as WardEvent;
}

export const admit = (
  time: string,
  wardId = 'A',
  more: { age?: number; pregnant?: boolean; bed?: string } = {},
) => event(time, { type: 'admission', wardId, ...more });
export const transfer = (time: string, wardId: string, more: { bed?: string } = {}) =>
  event(time, { type: 'transfer', wardId, ...more });
export const discharge = (time: string) => event(time, { type: 'discharge' });
export const leave = (time: string) => event(time, { type: 'leave.start' });
export const back = (time: string) => event(time, { type: 'leave.end' });
export const start = (time: string, code: string) => event(time, { type: 'care-need.start', code });
export const stop = (time: string, code: string) => event(time, { type: 'care-need.stop', code });
export const observe = (time: string, code: string, value: number | boolean | string) =>
  event(time, { type: 'observation', code, value });
/** `times` tasks at one instant. */
export const tasks = (time: string, code: string, times = 1) =>
  repeat(times, (id) => event(time, { type: 'task', code, id: `${code} ${time} ${id}` }));
export const escort = (time: string, minutes?: number) =>
  event(time, { type: 'task', code: 'escort', ...(minutes === undefined ? {} : { minutes }) });
/** `times` doses at one instant. */
export const doses = (time: string, form: string, times = 1, volumeMl?: number) =>
  repeat(times, (id) =>
    event(time, {
      type: 'medication',
      form,
      id: `${form} ${time} ${id}`,
      ...(volumeMl === undefined ? {} : { volumeMl }),
    }),
  );

const NORMAL = {
  'respiratory-rate': 16,
  spo2: 98,
  'supplemental-oxygen': false,
  'systolic-bp': 120,
  'heart-rate': 80,
  consciousness: 'A',
  temperature: 37,
};

/** All seven NEWS2 parameters at one instant; NEWS2 0 unless `values` differ, null leaves one out. */
export function vitals(
  time: string,
  values: Partial<Record<keyof typeof NORMAL, number | boolean | string | null>> = {},
): WardEvent[] {
  return Object.entries({ ...NORMAL, ...values }).flatMap(([code, value]) =>
    value === null ? [] : [observe(time, code, value)],
  );
}

/** The four function areas, in the order hygiene, nutrition, elimination, mobility. */
export function functions(time: string, levels: readonly (number | null)[]): WardEvent[] {
  const areas = ['hygiene', 'nutrition', 'elimination', 'mobility'];
  return levels.flatMap((level, i) =>
    level === null ? [] : [observe(time, `function.${areas[i]}`, level)],
  );
}

/** Staffing agreed so that each person of norm need asks for one person, all of them registered nurses. */
export function balancedLevel(productiveShare = 1, shifts = ['day', 'evening', 'night']) {
  const at = { patients: productiveShare, minutesPerPatientHour: 60 };
  return shifts.map((shift) => ({ shift, rn: 1, na: 0, at }));
}

/** A site whose required nurses are, in this share, registered ones: on every ward and shift. */
export function withRnShare(site: Site, share: number): Site {
  const ofShifts = Object.fromEntries(site.shifts.map(({ id }) => [id, share]));
  return { ...site, skillMix: Object.fromEntries(site.wards.map(({ type }) => [type, ofShifts])) };
}

/**
 * Two wards, night ratios 10 and 7, with a level of one person per norm person, scored by `vi-1` unless `more` says
 * otherwise.
 */
export function siteWith(
  switches: Partial<Site['switches']> = {},
  timeZone = 'Europe/Stockholm',
  more: Partial<Pick<Site, 'model' | 'shifts'>> = {},
): Site {
  const ids = more.shifts?.map(({ id }) => id);
  const agreed = balancedLevel(switches.productiveShare, ids);
  const ward = { type: 'medicine', beds: 20, agreed };
  return siteSchema.parse({
    siteId: 'test',
    name: 'Test',
    timeZone,
    model: 'vi-1',
    ...more,
    wards: [
      { ...ward, wardId: 'A', name: 'A', nightPatientsPerStaff: 10 },
      { ...ward, wardId: 'B', name: 'B', nightPatientsPerStaff: 7 },
    ],
    switches,
  });
}

/** The rows of a story, with stream time moved to `until`. */
export function rows(
  story: readonly (WardEvent | readonly WardEvent[])[],
  until: string,
  site: Site = siteWith(),
): ReferenceHour[] {
  const events = [...story.flat(), event(until, { type: 'tick' })];
  return referenceEncounterHours(
    events.map((one) => ({ event: one, partition: 0 })),
    site,
  );
}

/** The row of one hour, on ward A unless another is named. */
export function rowAt(found: readonly ReferenceHour[], time: string, wardId = 'A'): ReferenceHour {
  const row = found.find((one) => one.hour === at(time) && one.wardId === wardId);
  if (row === undefined) throw new Error(`No row at ${time} on ward ${wardId}`);
  return row;
}

function repeat<T>(times: number, make: (id: number) => T): T[] {
  return Array.from({ length: times }, (_, id) => make(id));
}
