import { createHash } from 'node:crypto';
import { site as siteSchema } from '../../../schemas/site.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { balancedLevel } from '../../support/scenario.ts';

/**
 * A hospital by hand, from Saturday noon before the night that has an hour twice until a Monday in the month
 * that follows. Two wards have patients enough for anyone, one has two and one none. Names are such as
 * spreadsheets trip on.
 */
export const site = siteSchema.parse({
  siteId: 'api',
  model: 'vi-1',
  name: 'Sjukhuset',
  wards: [
    { wardId: '31A', name: 'Medicin A', type: 'medicine', beds: 8, nightPatientsPerStaff: 7.5 },
    { wardId: '@x', name: '=1+1', type: '-kirurgi', beds: 8, nightPatientsPerStaff: 6 },
    { wardId: 'få', name: 'Rum "9"; nedre\nplan', type: 'x', beds: 2, nightPatientsPerStaff: 6 },
    { wardId: '36A', name: 'Stängd', type: 'medicine', beds: 9, nightPatientsPerStaff: 6 },
  ].map((ward) => (ward.wardId === '36A' ? ward : { ...ward, agreed: balancedLevel() })),
});

const HOUR = 3_600_000;
const START = Date.parse('2026-10-24T12:00:00Z');
/** End of the first delivery, and stream time at the end. */
export const TOLD_FIRST = '2026-10-31T12:00:00Z';
export const END = '2026-11-02T06:30:00Z';
/** A patient who is there all the time. */
export const PATIENT = 'pat-7-0';

const PATIENTS = { '31A': 7, '@x': 6, få: 2 };
/** Names of beds as senders have them; some have none. */
const BEDS = [{ bed: '1' }, { bed: '=1+1' }, {}, { bed: '2;"B"' }, { bed: '-3' }];
const VITALS = { 'respiratory-rate': 18, spo2: 95.5, 'systolic-bp': 124, 'heart-rate': 84 };
const FUNCTIONS = ['hygiene', 'nutrition', 'elimination', 'mobility'];
const SHIFTS = [
  { at: 6, hours: 7, rn: 2.5, na: 2 },
  { at: 13, hours: 7, rn: 2, na: 1.75 },
  { at: 20, hours: 10, rn: 1, na: 1 },
];

type Body = { readonly type: string; readonly [field: string]: unknown };

/** Its events in two deliveries: some of the second change hours of the first. */
export function deliveries(): { readonly until: string; readonly events: WireEvent[] }[] {
  const all = [...patients(), ...staff(), tick(TOLD_FIRST), tick(END)];
  const late = vitals('2026-10-31T09:00:00Z', PATIENT, 24, '2026-11-01T08:00:00Z');
  const first = all.filter(({ recordedAt }) => recordedAt <= TOLD_FIRST);
  const rest = all.filter(({ recordedAt }) => recordedAt > TOLD_FIRST);
  return [
    { until: TOLD_FIRST, events: first },
    { until: END, events: [...rest, ...late] },
  ];
}

function patients(): WireEvent[] {
  return Object.entries(PATIENTS).flatMap(([wardId, count]) =>
    Array.from({ length: count }, (_, index) => stay(wardId, index)).flat(),
  );
}

function stay(wardId: string, index: number): WireEvent[] {
  const encounterId = `pat-${PATIENTS[wardId as keyof typeof PATIENTS]}-${index}`;
  const of = (time: string, body: Body) => event(time, { encounterId, ...body });
  const events = [
    of(after(index), { type: 'admission', wardId, age: 60 + index, ...BEDS[index % 5] }),
  ];
  for (let hour = 8 + index; after(hour) < END; hour += 6) {
    events.push(...vitals(after(hour), encounterId, 16 + (index % 4)));
    if (hour % 4 !== index % 4) continue;
    for (const area of FUNCTIONS) {
      const code = `function.${area}`;
      events.push(of(after(hour), { type: 'observation', code, value: 1 + (index % 4) }));
    }
    events.push(of(after(hour + 1), { type: 'task', code: 'dressing.simple' }));
    events.push(of(after(hour + 2), { type: 'medication', form: 'short-infusion', volumeMl: 100 }));
  }
  if (index === 1) events.push(of(after(30), { type: 'care-need.start', code: 'isolation' }));
  if (index === 2) events.push(of(after(40), { type: 'task', code: 'escort' }));
  if (index === 5) events.push(of(after(90), { type: 'transfer', wardId: '31A' }));
  if (index === 6) events.push(of(after(120), { type: 'discharge' }));
  return events.filter(({ occurredAt }) => occurredAt < END);
}

function vitals(time: string, encounterId: string, rate: number, recordedAt = time): WireEvent[] {
  const values = { ...VITALS, 'respiratory-rate': rate, temperature: 37.2, consciousness: 'A' };
  return Object.entries({ ...values, 'supplemental-oxygen': false }).map(([code, value]) =>
    event(time, { type: 'observation', encounterId, code, value }, recordedAt),
  );
}

/** What spreadsheets might take for something else. */
const NOTES = [
  {},
  { note: '=1+1' },
  { note: 'två "nya"; en orolig\noch en dörr, låst' },
  { note: 'lugnt' },
];

/** Staffing of every shift, planned and (but for the last days) actual, and a judgement a day. */
function staff(): WireEvent[] {
  const events: WireEvent[] = [];
  for (let day = 0; day < 9; day++) {
    for (const wardId of Object.keys(PATIENTS)) {
      const said = { wardId, value: (day % 7) - 3, ...NOTES[day % 4] };
      events.push(event(after(24 * day + 2), { type: 'judgement', ...said }));
      for (const { at, hours, rn, na } of SHIFTS) {
        const from = 24 * day - 12 + at;
        const span = { type: 'staffing', wardId, from: after(from), to: after(from + hours) };
        const planned = wardId === 'få' ? { rn } : { rn, na };
        for (const [role, headcount] of Object.entries(planned)) {
          events.push(event(after(0), { ...span, role, basis: 'planned', headcount }));
        }
        const actual = { ...span, role: 'rn', basis: 'actual', headcount: rn - 0.5 };
        if (day > 0 && day < 7) events.push(event(after(from + hours), actual));
      }
    }
  }
  return events;
}

const tick = (time: string) => event(time, { type: 'tick' });

function event(time: string, body: Body, recordedAt = time): WireEvent {
  const content = JSON.stringify([time, recordedAt, body]);
  const id = createHash('sha256').update(content).digest('hex');
  const whole = { id, source: 'ehr', occurredAt: time, recordedAt, ...body };
  return whole as unknown as WireEvent;
}

/** The instant so many hours after the start. */
function after(hours: number): string {
  return new Date(START + hours * HOUR).toISOString().replace('.000Z', 'Z');
}
