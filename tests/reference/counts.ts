import type { Micros } from '../../schemas/instant.ts';
import { hours, minuteOf } from './grid.ts';
import type { ClinicalEvent, Encounter } from './log.ts';
import { isActive } from './needs.ts';
import { atLeast, decimal, nearestDouble, plus, ratio, ZERO } from './rational.ts';
import { isObservation } from './readings.ts';
import type { Course } from './stays.ts';

const COUNTED_CODES = new Set([
  'respiratory-rate',
  'spo2',
  'supplemental-oxygen',
  'systolic-bp',
  'diastolic-bp',
  'heart-rate',
  'temperature',
  'consciousness',
  'pain',
  'blood-glucose',
  'weight',
  'urine-output',
  'fluid-balance',
  'neuro-check',
]);

const COUNTED_TASKS = new Set([
  'suction',
  'tracheal-suction',
  'tube-insertion',
  'catheter-insertion',
  'inhalation',
  'dressing.simple',
  'dressing.complex',
]);
const COUNTED_FORMS = new Set([
  'infusion',
  'short-infusion',
  'transfusion',
  'cytotoxic',
  'iv-insulin',
  'vasoactive',
  'observed',
]);

/** What the S level is read from: counts over the hours before an instant, named by their window. */
export type Counts = ReturnType<typeof countsAt>;

/** Counts over `[evaluated − window, evaluated)`. MODEL.md §7. */
export function countsAt(encounter: Encounter, course: Course, evaluated: Micros) {
  const before = encounter.events.filter(({ occurredAt }) => occurredAt < evaluated);
  const within = (window: number) =>
    before.filter(({ occurredAt }) => occurredAt >= evaluated - hours(window));
  const tasks = (window: number, ...codes: string[]) =>
    within(window).filter((event) => event.type === 'task' && codes.includes(event.code)).length;
  const doses = (window: number, ...forms: string[]) =>
    within(window).filter((event) => event.type === 'medication' && forms.includes(event.form));
  const observed = (window: number) => observations(before, evaluated - hours(window));
  const infusions = doses(16, 'infusion', 'short-infusion');
  const volume = infusions.map(volumeOf).reduce((sum, ml) => plus(sum, decimal(ml ?? 0)), ZERO);

  return {
    setsOfTwo8h: observed(8).codesPerMinute.filter((codes) => codes >= 2).length,
    setsOfThree12h: observed(12).codesPerMinute.filter((codes) => codes >= 3).length,
    values8h: observed(8).values,
    codes8h: observed(8).codes,
    values12h: observed(12).values,
    codes12h: observed(12).codes,
    suctions24h: tasks(24, 'suction'),
    trachealSuctions24h: tasks(24, 'tracheal-suction'),
    insertions24h: tasks(24, 'tube-insertion', 'catheter-insertion'),
    centralLine: isActive(encounter, course, 'central-line', evaluated),
    infusionMl16h: nearestDouble(volume),
    infusionLitre16h: atLeast(volume, ratio(1000)),
    infusionsWithoutVolume16h: infusions.filter((dose) => volumeOf(dose) === undefined).length,
    shortInfusions16h: doses(16, 'short-infusion').length,
    shortInfusions24h: doses(24, 'short-infusion').length,
    transfusions24h: doses(24, 'transfusion').length,
    cytotoxics24h: doses(24, 'cytotoxic').length,
    inhalations24h: tasks(24, 'inhalation'),
    closelyWatched24h: doses(24, 'iv-insulin', 'vasoactive', 'observed').length,
    complexDressings24h: tasks(24, 'dressing.complex'),
    simpleDressings24h: tasks(24, 'dressing.simple'),
  };
}

/** Counted observations of the minutes that start at or after `from`. */
function observations(before: readonly ClinicalEvent[], from: Micros) {
  const counted = before
    .filter(isObservation)
    .filter(({ code, occurredAt }) => COUNTED_CODES.has(code) && minuteOf(occurredAt) >= from);
  const minutes = new Set(counted.map(({ occurredAt }) => minuteOf(occurredAt)));
  const codesOf = (some: typeof counted) => new Set(some.map(({ code }) => code)).size;
  return {
    codesPerMinute: [...minutes].map((minute) =>
      codesOf(counted.filter(({ occurredAt }) => minuteOf(occurredAt) === minute)),
    ),
    values: counted.length,
    codes: codesOf(counted),
  };
}

/** When the latest task or medication of an hour was, before it is evaluated, that the S level counts. */
export function latestCare({ events }: Encounter, hour: Micros, evaluated: Micros): Micros | null {
  const instants = events
    .filter(isCountedCare)
    .map(({ occurredAt }) => occurredAt)
    .filter((instant) => instant >= hour && instant < evaluated);
  return instants.length === 0 ? null : Math.max(...instants);
}

/** True for a task or medication that the S level counts. */
export function isCountedCare(event: ClinicalEvent): boolean {
  return (
    (event.type === 'task' && COUNTED_TASKS.has(event.code)) ||
    (event.type === 'medication' && COUNTED_FORMS.has(event.form))
  );
}

function volumeOf(event: ClinicalEvent): number | undefined {
  return event.type === 'medication' ? event.volumeMl : undefined;
}
