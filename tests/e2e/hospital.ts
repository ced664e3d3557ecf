import { site as siteSchema } from '../../schemas/site.ts';
import type { WireEvent } from '../../schemas/ward-event.ts';
import type { ServedOptions } from '../services/api/served.ts';
import { event, functions, HOUR, MINUTE, staffing, tick, utc, vitals } from './events.ts';

/**
 * A hospital by hand over sixteen days, whose figures can be computed on paper. Every patient has A2/S2 (a
 * central line) and NEWS2 0, which is 10.25 min in a day hour and 60/6 = 10 in a night hour; one of 10A is in
 * isolation, which is 15.875 by day. What each ward is to be shown with stands beside it.
 */
interface Ward {
  readonly wardId: string;
  readonly name: string;
  readonly type: string;
  readonly patients: number;
  /** Fewest registered nurses; none where not given. */
  readonly minimumRn?: number;
  /** As planned, all the time. */
  readonly planned?: { readonly rn: number; readonly na: number };
  /** As it is since seven this morning. */
  readonly today?: { readonly rn: number; readonly na: number };
  /** As planned for this evening. */
  readonly evening?: { readonly rn: number; readonly na: number };
}

const BEDS = 10;
const DIVISIONS: Record<string, string> = { medicine: 'Medicin', surgery: 'Opererande' };
/** 1.5 persons for what 1.5 persons do by the norm: a level of 1. */
const AGREED = ['day', 'evening', 'night'].map((shift) => ({
  ...{ shift, rn: 1, na: 0.5, at: { patients: 9, minutesPerPatientHour: 10 } },
}));
/** Of small wards: a third of a person is missed. */
const THRESHOLDS = {
  ...{ shortPersons: 0.3, shortShare: 0.15, tightPersons: 0.1, tightShare: 0.05 },
  ...{ roomPersons: 0.3, roomShare: 0.15 },
};
/** Wards whose inputs are there from the first day on; of the others they are of the last days. */
const WELL_KNOWN = ['10A', '10B', '10C', '10D'];
const USUAL = { rn: 1, na: 0.5 };

const WARDS: readonly Ward[] = [
  // (7 · 10.25 + 15.875) / 60 = 1.460 required, 1 present: −0.46, 146 %
  // this evening 0.75 are planned: 0.71 too few
  ward('10A', 'Medicin A', 'medicine', 8, {
    ...{ planned: USUAL, today: { rn: 0.75, na: 0.25 }, evening: { rn: 0.5, na: 0.25 } },
  }),
  // 82 / 60 = 1.367 required, 1.25 present: −0.12, 109 %
  ward('10B', 'Medicin B', 'medicine', 8, { planned: USUAL, today: { rn: 0.75, na: 0.5 } }),
  // 1.367 required, 1.5 present: +0.13, 91 %
  ward('10C', 'Medicin C', 'medicine', 8, { planned: USUAL }),
  // 1.367 required, 2 present: +0.63, 68 %
  // this evening 3 are planned: 1.63 too many
  ward('10D', 'Medicin D', 'medicine', 8, {
    ...{ planned: USUAL, today: { rn: 1.5, na: 0.5 }, evening: { rn: 2, na: 1 } },
  }),
  // vital signs are 30 hours old: 4 of 11 inputs, 36 %
  ward('20A', 'Kirurgi A', 'surgery', 6, { planned: USUAL }),
  // need alone: 1.4 nurses
  ward('20B', 'Kirurgi B', 'surgery', 8),
  // empty since the day before yesterday: 0 %
  ward('20C', 'Kirurgi C', 'surgery', 4, { planned: { rn: 1, na: 0 } }),
  // two patients, 20.5 min of half a nurse: 68 %; hidden from those who do not treat them
  ward('20D', 'Kirurgi D', 'surgery', 2, { planned: { rn: 0.5, na: 0 } }),
  // twelve patients of ten beds, 2.05 required, 2.25 present: +0.2, 91 %; half an RN under its least number
  {
    ...ward('30A', 'Ortopedi', 'orthopaedics', 12, { planned: { rn: 1.5, na: 0.75 } }),
    minimumRn: 2,
  },
  // nothing was ever heard of it
  ward('30B', 'Stängd', 'orthopaedics', 0),
];

/** Which patient of a ward is in isolation. */
export const ISOLATED = patient('10A', 1);
/** What the planner's role hides: fewer than five patients. */
export const FEW = '20D';

/** Mondays at half past nine by the clock of the site, the clock having been changed the night before. */
export const AUTUMN = '2026-10-26T08:30:00Z';
export const SPRING = '2026-03-30T07:30:00Z';

const DAYS = 16;
/** How long before the end the first delivery is. */
const FIRST_DELIVERY = 24 * HOUR;
/** Of 10A; two of its eight patients are in no team. */
const TEAMS = [
  { name: 'Lag 1', beds: ['01', '02', '03', '04'] },
  { name: 'Lag 2', beds: ['05', '06'] },
];
/** A ward is shown in another state when it has been in it for ten minutes. */
const SECOND_DELIVERY = 11 * MINUTE;

/** The hospital as it stands at an instant, over so many days (what is usual wants a month), with keys for those who may not see all of it. */
export function hospital(now: string, days = DAYS): ServedOptions {
  const end = Date.parse(now);
  const events = WARDS.flatMap((each) => eventsOf(each, end, days)).concat(
    tick(end - FIRST_DELIVERY),
    tick(end - SECOND_DELIVERY),
    tick(end),
  );
  const times = [end - FIRST_DELIVERY, end - SECOND_DELIVERY, end].map(utc);
  return {
    now,
    site: siteSchema.parse({
      siteId: 'e2e',
      model: 'vi-1',
      name: 'Testsjukhuset',
      wards: WARDS.map(({ wardId, name, type, minimumRn = 0 }) => ({
        ...{ wardId, name, type, beds: BEDS, nightPatientsPerStaff: 6, minimumRn },
        ...{ division: DIVISIONS[type], agreed: AGREED },
        ...(wardId === '10A' ? { careTeams: TEAMS } : {}),
      })),
      thresholds: THRESHOLDS,
    }),
    deliveries: times.map((until, index) => ({
      until,
      events: events.filter(
        ({ recordedAt }) => recordedAt <= until && recordedAt > (times[index - 1] ?? ''),
      ),
    })),
    keys: {
      planner: ['planner'],
      engineer: ['engineer'],
      auditor: ['auditor'],
      viewer: ['ward_viewer:10C'],
      lead: ['ward_lead:10C'],
      wall: ['wall:20D'],
    },
  };
}

/** A pseudonym. */
export function patient(wardId: string, number: number): string {
  return `P-${wardId}-${number}`;
}

function ward(
  wardId: string,
  name: string,
  type: string,
  patients: number,
  staff: Pick<Ward, 'planned' | 'today' | 'evening'> = {},
): Ward {
  return { wardId, name, type, patients, ...staff };
}

function eventsOf(
  { wardId, patients, planned, today, evening }: Ward,
  end: number,
  days: number,
): WireEvent[] {
  const start = end - days * 24 * HOUR;
  const numbers = Array.from({ length: patients }, (_, index) => index + 1);
  const events = numbers.flatMap((number) => stay(wardId, number, start, end));
  // seven this morning, when the day's shift began, its end at two, and that of the evening's at nine
  const [seven, two, nine] = [end - 2.5 * HOUR, end + 4.5 * HOUR, end + 11.5 * HOUR];
  if (planned !== undefined) {
    events.push(
      ...staffing(wardId, 'planned', [start, two], planned, start),
      ...staffing(wardId, 'planned', [two, nine], evening ?? planned, start),
      ...staffing(wardId, 'planned', [nine, end + 36 * HOUR], planned, start),
    );
  }
  if (today !== undefined) events.push(...staffing(wardId, 'actual', [seven, two], today, seven));
  if (wardId === '20A') events.push(...visit(end));
  if (wardId === '10A') {
    for (const [before, value] of [
      [50, -1],
      [26, 2],
    ] as const) {
      events.push(event(end - before * HOUR, { type: 'judgement', wardId, value }));
    }
  }
  return events.filter(({ recordedAt }) => recordedAt <= utc(end));
}

/** Somebody who was on a ward of six for an hour this night: moves are sent. */
function visit(end: number): WireEvent[] {
  const body = { encounterId: patient('20A', 9) };
  return [
    event(end - 6 * HOUR, { type: 'admission', wardId: '20A', bed: '09', age: 60, ...body }),
    event(end - 5 * HOUR, { type: 'discharge', ...body }),
  ];
}

function stay(wardId: string, number: number, start: number, end: number): WireEvent[] {
  const encounterId = patient(wardId, number);
  const of = (at: number, type: string, body = {}) => event(at, { type, encounterId, ...body });
  const left = wardId === '20C' ? end - 48 * HOUR : end;
  const bed = `${number}`.padStart(2, '0');
  const events = [
    of(start, 'admission', { wardId, bed, age: 60 + number }),
    of(start, 'care-need.start', { code: 'central-line' }),
  ];
  if (encounterId === ISOLATED) events.push(of(start, 'care-need.start', { code: 'isolation' }));
  for (let at = start; at < left; at += 48 * HOUR) events.push(...functions(at, encounterId));
  // the newest four minutes old, none older than eleven hours but on a ward that has fallen silent
  const newest = wardId === '20A' ? end - 30 * HOUR : left - 4 * MINUTE;
  const oldest = WELL_KNOWN.includes(wardId) ? start : newest - 2 * 24 * HOUR;
  for (let at = newest; at > oldest; at -= 11 * HOUR) events.push(...vitals(at, encounterId));
  if (left < end) events.push(of(left, 'discharge'));
  return events;
}
