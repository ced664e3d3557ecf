import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { Bucket, NurseHours } from './bucket.ts';
import { double } from './double.ts';
import { flagsOf } from './flags.ts';
import { hours } from './grid.ts';
import {
  type HourBalance,
  hourBalances,
  loadOf,
  nursesOf,
  type Reader,
  requiredHours,
} from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import { needOver } from './need-sums.ts';
import { partsFromOutside } from './outside.ts';
import { minus, ratio } from './rational.ts';
import { bucketName, type Grain } from './site-time.ts';
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
      ...staffingOver(all),
      ...balanceOver(all, ledger, grain),
      band: bandOf(usual, start, ledger),
    };
  });
}

/** 85–115 % of the load that is usual in the shift in which a bucket begins. */
function bandOf(usual: Usual, start: Micros, { site }: Ledger): Bucket['band'] {
  const shift = shiftOf(start, site);
  const optimum = usual.load(shift.day, shift.id)?.load ?? null;
  return optimum === null ? null : { low: 0.85 * optimum, optimum, high: 1.15 * optimum };
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

/** Sums over staffed hours, also of those whose need is not known. */
function staffingOver(all: readonly HourBalance[]) {
  const staffed = all.filter((hour) => hour.staffed);
  const role = (basis: 'supply' | 'planned', name: Role) => {
    const known = staffed.flatMap((hour) => hour[basis][name] ?? []);
    return known.length === 0 ? null : millionths(sumOver(known, (nurses) => nurses));
  };
  const nurses = (basis: 'supply' | 'planned'): NurseHours | null => {
    const [rn, na] = [role(basis, 'rn'), role(basis, 'na')];
    return rn === null && na === null ? null : { rn, na };
  };
  return { supply: nurses('supply'), planned: nurses('planned') };
}

/** Over the hours that have both. */
function balanceOver(all: readonly HourBalance[], ledger: Ledger, grain: Grain) {
  const balanced = all.filter((hour) => hour.balanced);
  const count = balanced.length;
  if (count === 0) {
    return { balancedHours: 0, load: null, gap: null, gapPerHour: null, chppd: null, flags: null };
  }
  const needs = balanced.map(({ need }) => need!);
  const minutes = sumOver(needs, (need) => need.minutes);
  const nurses = sumOver(balanced, ({ supply }) => nursesOf(supply));
  const presence = presenceOf(needs);
  const load = loadOf(minutes, nurses, ledger);
  const gap = minus(ratio(nurses, 1_000_000), requiredHours(minutes, ledger));
  const coverage = coverageOf(all.flatMap(({ need }) => need ?? []));
  const advised = (grain === 'hour' || grain === 'shift') && coverage !== null && coverage >= 0.7;
  return {
    balancedHours: count,
    load: load === null ? null : double(load),
    gap: double(gap),
    gapPerHour: double(ratio(gap.numerator, gap.denominator * BigInt(count))),
    chppd: presence === 0n ? null : double(ratio(nurses * 24n * 3600n, presence)),
    flags: advised ? flagsOf(balanced, ledger) : null,
  };
}
