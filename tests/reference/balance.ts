import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { Bucket, Level, NurseHours } from './bucket.ts';
import { double } from './double.ts';
import { flagsOf } from './flags.ts';
import { hours } from './grid.ts';
import {
  type HourBalance,
  hourBalances,
  loadOf,
  nursesOf,
  type Reader,
  scaledHours,
  scaledOver,
} from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import { needOver } from './need-sums.ts';
import { partsFromOutside } from './outside.ts';
import { minus, over, ratio } from './rational.ts';
import { bucketName, type Grain, localText } from './site-time.ts';
import { coverageOf, millionths, presenceOf, sumOver } from './sums.ts';
import type { Role } from './supply.ts';
import { shiftOf, type Usual, usualOf } from './usual.ts';

/** The query: the buckets of a ward in `[from, to)`, both whole UTC hours. */
export interface Question {
  readonly wardId: string;
  readonly grain: Grain;
  readonly from: Micros;
  readonly to: Micros;
  readonly reader: Reader;
}

/** The buckets of a question, in order. Contract: `pipelines/serving/BALANCE.md`. */
export function referenceBuckets(ledger: Ledger, question: Question): Bucket[] {
  const { wardId, grain, from, to, reader } = question;
  if (from % MICROS_PER_HOUR !== 0 || to % MICROS_PER_HOUR !== 0)
    throw new Error('Not whole hours');
  const balanceAt = hourBalances(ledger, wardId, reader);
  const usual = usualOf(ledger, wardId, reader);
  const buckets = new Map<string, HourBalance[]>();
  for (let hour = from; hour < to; hour += hours(1)) {
    const name = bucketName(hour, grain, ledger.site);
    buckets.set(name, [...(buckets.get(name) ?? []), balanceAt(hour)]);
  }
  return [...buckets.values()].map((all) => {
    const start = all[0]!.hour;
    return {
      wardId,
      from: start,
      to: all.at(-1)!.hour + hours(1),
      hours: all.length,
      hiddenHours: all.filter(({ hidden }) => hidden).length,
      ...needOver(all, ledger, reader),
      ...(reader === 'outside' ? { components: outsideParts(all, grain, ledger) } : {}),
      ...staffingOver(all, wardId, ledger),
      ...requiredOver(all, ledger),
      ...workedOver(all, ledger),
      ...balanceOver(all, ledger, grain),
      usualNeed: usualNeedOver(all, usual, ledger),
      usualLoad: usualLoadAt(start, grain, usual, ledger),
    };
  });
}

function outsideParts(all: readonly HourBalance[], grain: Grain, ledger: Ledger) {
  const parts = partsFromOutside(all, grain, ledger);
  if (parts === null) return null;
  const entries = Object.entries(parts).map(([name, part]) => [
    name,
    part === null ? null : millionths(BigInt(part)),
  ]);
  return Object.fromEntries(entries) as Bucket['components'];
}

/** Sums over hours with staffing, also of those whose need is not known. */
function staffingOver(all: readonly HourBalance[], wardId: string, ledger: Ledger) {
  const staffed = all.filter((hour) => hour.staffed);
  const role = (basis: 'supply' | 'planned', name: Role) => {
    const known = all.flatMap((hour) => hour[basis][name] ?? []);
    return known.length === 0 ? null : millionths(sumOver(known, (nurses) => nurses));
  };
  const nurses = (basis: 'supply' | 'planned'): NurseHours | null => {
    const [rn, na] = [role(basis, 'rn'), role(basis, 'na')];
    return rn === null && na === null ? null : { rn, na };
  };
  const without = (role: Role) => all.filter(({ lacking }) => lacking.includes(role)).length;
  return {
    supply: nurses('supply'),
    planned: nurses('planned'),
    staffedHours: staffed.length,
    present:
      staffed.length === 0 ? null : millionths(sumOver(staffed, ({ supply }) => nursesOf(supply))),
    hoursWithout: { rn: without('rn'), na: without('na') },
    rnMinimum: rnMinimumOver(all, wardId, ledger),
  };
}

/** Of hours with patients, and of hours after that of stream time. */
function rnMinimumOver(all: readonly HourBalance[], wardId: string, { site, streamTime }: Ledger) {
  const known = all.flatMap(({ hour, need, knownRn }) => {
    const isToCome = streamTime !== null && hour > streamTime;
    return knownRn !== null && (isToCome || (need?.presenceMicros ?? 0) > 0) ? [knownRn] : [];
  });
  if (known.length === 0) return null;
  const fewest = Math.min(...known);
  const least = site.wards.find((ward) => ward.wardId === wardId)!.minimumRn;
  const missing = Math.round(least * 1e6) - fewest;
  return {
    ...{ minimum: least, fewest: fewest / 1e6, hours: known.length },
    missing: missing >= 50_000 ? missing / 1e6 : null,
  };
}

/** Over the hours that have need and level. */
function requiredOver(all: readonly HourBalance[], ledger: Ledger) {
  const level = levelOver(all.filter((hour) => hour.level !== null));
  const levelled = all.filter(({ need, level }) => need !== null && level !== null);
  if (levelled.length === 0) {
    return { level, required: null, requiredLow: null, requiredHigh: null };
  }
  const required = (of: Parameters<typeof scaledOver>[1]) =>
    double(scaledHours(scaledOver(levelled, of), ledger));
  return {
    level,
    required: required(({ minutes }) => minutes),
    requiredLow: required(({ minutesLow }) => minutesLow),
    requiredHigh: required(({ minutesHigh }) => minutesHigh),
  };
}

/** That of all hours with one, or the mean by need if they have several; null if nothing was needed then. */
function levelOver(levelled: readonly HourBalance[]): Level | null {
  if (levelled.length === 0) return null;
  const levels = levelled.map(({ level }) => level!);
  const needed = (need: HourBalance['need']) => BigInt(need?.minutes ?? 0);
  const minutes = levelled.reduce((sum, { need }) => sum + needed(need), 0n);
  const scaled = scaledOver(levelled, (need) => need.minutes);
  const ofRn = levelled.reduce(
    (sum, { need, level }) => sum + needed(need) * level!.k * level!.rnShare,
    0n,
  );
  const mean = (values: readonly bigint[], sum: bigint, weight: bigint) =>
    values.every((value) => value === values[0])
      ? millionths(values[0]!)
      : weight === 0n
        ? null
        : double(ratio(sum, weight * 1_000_000n));
  const k = mean(
    levels.map((level) => level.k),
    scaled,
    minutes,
  );
  const rnShare = mean(
    levels.map((level) => level.rnShare),
    ofRn,
    scaled,
  );
  if (k === null || rnShare === null) return null;
  const days = levels.map(({ validFrom }) => validFrom ?? '').toSorted();
  return { k, rnShare, basis: 'agreed', validFrom: days.at(-1) || null };
}

/** Over the hours that have need and staffing. */
function workedOver(all: readonly HourBalance[], ledger: Ledger) {
  const worked = all.filter((hour) => hour.worked);
  const needs = worked.map(({ need }) => need!);
  const nurses = sumOver(worked, ({ supply }) => nursesOf(supply));
  const load = loadOf(
    sumOver(needs, (need) => need.minutes),
    nurses,
    ledger,
  );
  const presence = presenceOf(needs);
  return {
    normLoad: worked.length === 0 || load === null ? null : double(load),
    chppd: presence === 0n ? null : double(ratio(nurses * 24n * 3600n, presence)),
  };
}

/** Over the hours that have need, staffing and level. */
function balanceOver(all: readonly HourBalance[], ledger: Ledger, grain: Grain) {
  const balanced = all.filter((hour) => hour.balanced);
  const count = balanced.length;
  const coverage = coverageOf(all.flatMap(({ need }) => need ?? []));
  const advised = (grain === 'hour' || grain === 'shift') && coverage !== null && coverage >= 0.7;
  const flags = advised ? flagsOf(all, ledger) : null;
  if (count === 0) return { balancedHours: 0, load: null, gap: null, gapPerHour: null, flags };
  const nurses = ratio(
    sumOver(balanced, ({ supply }) => nursesOf(supply)),
    1_000_000,
  );
  const required = scaledHours(
    scaledOver(balanced, (need) => need.minutes),
    ledger,
  );
  const gap = minus(nurses, required);
  return {
    balancedHours: count,
    load: nurses.numerator === 0n ? null : double(over(required, nurses)),
    gap: double(gap),
    gapPerHour: double(ratio(gap.numerator, gap.denominator * BigInt(count))),
    flags,
  };
}

/** The sums of what is usual for the hours, where that is known. */
function usualNeedOver(
  all: readonly HourBalance[],
  usual: Usual,
  ledger: Ledger,
): Bucket['usualNeed'] {
  if (ledger.isAsKnown) return null;
  const { timeZone } = ledger.site;
  const micro = (minutes: number) => BigInt(Math.round(minutes * 1e6));
  const known = all.flatMap((hour) => {
    const local = localText(hour.hour, timeZone);
    const need = usual.need(local.slice(0, 10), Number(local.slice(11, 13)));
    return need?.minutes == null ? [] : [{ hour, need }];
  });
  if (known.length === 0) return null;
  const levelled = known.filter(({ hour }) => hour.level !== null);
  const staffed = levelled.filter(({ hour }) => hour.staffed);
  type Part = 'minutes' | 'p10' | 'p90';
  const sum = (part: Part) =>
    millionths(known.reduce((total, { need }) => total + micro(need[part]!), 0n));
  const scaled = (hours: typeof known, part: Part) =>
    scaledHours(
      hours.reduce((total, { hour, need }) => total + micro(need[part]!) * hour.level!.k, 0n),
      ledger,
    );
  const required = (part: Part) => (levelled.length === 0 ? null : double(scaled(levelled, part)));
  const nurses = ratio(
    sumOver(staffed, ({ hour }) => nursesOf(hour.supply)),
    1_000_000,
  );
  return {
    hours: known.length,
    minutes: sum('minutes'),
    minutesP10: sum('p10'),
    minutesP90: sum('p90'),
    levelledHours: levelled.length,
    required: required('minutes'),
    requiredP10: required('p10'),
    requiredP90: required('p90'),
    staffedHours: staffed.length,
    gap: staffed.length === 0 ? null : double(minus(nurses, scaled(staffed, 'minutes'))),
  };
}

/** Of the shift in which an hour or shift begins. */
function usualLoadAt(
  start: Micros,
  grain: Grain,
  usual: Usual,
  ledger: Ledger,
): Bucket['usualLoad'] {
  if (ledger.isAsKnown || (grain !== 'hour' && grain !== 'shift')) return null;
  const shift = shiftOf(start, ledger.site);
  const known = usual.load(shift.day, shift.id);
  if (known === null || known.load === null) return null;
  return { load: known.load, p90: known.p90!, hours: known.hours, days: known.days };
}
