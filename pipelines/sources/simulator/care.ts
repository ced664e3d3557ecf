import { type Hour, MINUTE, type Seconds } from './clock.ts';
import { type EventSink, observe } from './event-sink.ts';
import { charted, type Moment } from './lateness.ts';
import type { NeedPeriod } from './need-period.ts';
import type { Act, Order, StandingOrder } from './order.ts';
import { ORDERS, type OrderName } from './orders.ts';
import { bodySize, nextId } from './patient.ts';
import type { Random } from './random.ts';
import type { Specialty } from './specialty.ts';
import type { Patient } from './ward.ts';

type Kind<Name extends Act['kind']> = Extract<Act, { kind: Name }>;

const NAMES = Object.keys(ORDERS) as OrderName[];
/** Orders that a care need brings with it. */
const BY_NEED: Partial<Record<OrderName, string>> = {
  cannula: 'tracheostomy',
  urine: 'urinary-catheter',
};

/** The orders of a stay: by specialty, and those a care need brings with it. */
export function prescribe(
  specialty: Specialty,
  age: number,
  needs: readonly NeedPeriod[],
  random: Random,
): StandingOrder[] {
  const orders: StandingOrder[] = [];
  for (const name of NAMES) {
    const order: Order = ORDERS[name];
    const drawn = random.chance(specialty.orders?.[name] ?? order.share);
    if (!drawn && !needs.some(({ code }) => code === BY_NEED[name])) continue;
    const doses = order.doses ? random.whole(...order.doses) : 1;
    orders.push({ order, doses, level: ownLevel(order.act, age, random) });
  }
  return orders;
}

/** Carries out what is ordered for the hour; nothing before `from` or from `to` on. */
export function carryOut(
  patient: Patient,
  hour: Hour,
  from: Seconds,
  to: Seconds,
  sink: EventSink,
): void {
  const { random } = patient;
  for (const standing of patient.orders) {
    const { order, doses } = standing;
    if (!order.hours.includes(hour.local) || !random.chance(order.chance)) continue;
    const at = hour.start + random.whole(0, 55) * MINUTE;
    if (at < from || at >= to) continue;
    const moment = charted(at, random);
    for (let dose = 0; dose < doses; dose++) perform(standing, patient, moment, sink);
  }
}

function ownLevel(act: Act, age: number, random: Random): number {
  if (act.kind !== 'observation') return 0;
  const level = Math.max(act.range[0], random.normal(act.mean, act.between));
  return act.unit === 'kg' || act.unit === 'mL' ? level * bodySize(age) : level;
}

function perform(
  { order: { act }, level }: StandingOrder,
  patient: Patient,
  moment: Moment,
  sink: EventSink,
): void {
  if (act.kind === 'medication') give(act, patient, moment, sink);
  else if (act.kind === 'task') performTask(act, patient, moment, sink);
  else {
    const [low, high] = act.range;
    const drawn = Math.min(high, Math.max(low, patient.random.normal(level, act.within)));
    const value =
      act.step < 1 ? Math.round(drawn * 10) / 10 : Math.round(drawn / act.step) * act.step;
    observe(sink, patient, moment, act.code, value, act.unit);
  }
}

function performTask(
  { code, minutes }: Kind<'task'>,
  patient: Patient,
  moment: Moment,
  sink: EventSink,
): void {
  const { encounterId, random } = patient;
  const { occurredAt, recordedAt } = moment;
  const head = { id: nextId(patient), source: 'ehr', type: 'task', encounterId, code } as const;
  if (minutes === undefined) sink.write({ ...head, occurredAt, recordedAt }, moment);
  else {
    const taken = Math.round(random.between(...minutes) / 5) * 5;
    sink.write({ ...head, minutes: taken, occurredAt, recordedAt }, moment);
  }
}

function give(
  { form, atc, volumes }: Kind<'medication'>,
  patient: Patient,
  moment: Moment,
  sink: EventSink,
): void {
  const { encounterId, random, age } = patient;
  const { occurredAt, recordedAt } = moment;
  const head = { id: nextId(patient), source: 'emar', type: 'medication', encounterId } as const;
  const code = random.pick(atc);
  if (volumes === undefined) sink.write({ ...head, form, code, occurredAt, recordedAt }, moment);
  else {
    const volumeMl = Math.ceil((random.pick(volumes) * bodySize(age)) / 10) * 10;
    sink.write({ ...head, form, volumeMl, code, occurredAt, recordedAt }, moment);
  }
}
