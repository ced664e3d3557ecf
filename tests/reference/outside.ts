import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { HourBalance } from './balanced-hour.ts';
import { hourOf, hours } from './grid.ts';
import type { Ledger } from './ledger.ts';
import type { Components } from './minutes.ts';
import { bucketName, type Grain } from './site-time.ts';
import type { ReferenceWardHour } from './ward-hours.ts';

/** Patients, and patient-hours, below which nothing is shown outside the treating unit. BALANCE.md, Small counts. */
const FEWEST = 5;
const FIVE_MINUTES = 5_000_000n;
/** Micro-minutes of a nurse in an hour. */
const NURSE = 60_000_000n;

/** A ward-hour as it is shown outside the treating unit; null where few patients are behind it, or none. */
export function fromOutside(need: ReferenceWardHour): ReferenceWardHour | null {
  if (isFew(need.presenceMicros)) return null;
  const presence = nearest(BigInt(need.presenceMicros), BigInt(MICROS_PER_HOUR));
  const twentieths = (need.freshMicros * 20n) / (11n * BigInt(need.presenceMicros));
  return {
    ...need,
    presenceMicros: Number(presence),
    freshMicros: (presence * 11n * twentieths) / 20n,
    minutes: inFives(need.minutes),
    minutesLow: inFives(need.minutesLow),
    minutesHigh: inFives(need.minutesHigh),
  };
}

/** A count of who came or left: of few nothing, and else down to a step of five. */
export function countFromOutside(count: number): number | null {
  return count < FEWEST ? null : count - (count % FEWEST);
}

type Parts = { readonly [name in keyof Components]: number | null };

/**
 * What need is made of, outside the treating unit: of shifts and longer that are whole and over, each component
 * of at least five patients and patient-hours, in whole nurses. Micro-minutes.
 */
export function partsFromOutside(
  all: readonly HourBalance[],
  grain: Grain,
  ledger: Ledger,
): Parts | null {
  const needs = all.flatMap(({ need }) => need ?? []);
  if (needs.length === 0 || grain === 'hour' || ledger.isAsKnown) return null;
  if (!isOver(all.at(-1)!.hour, ledger) || !isWhole(all, grain, ledger)) return null;
  const rows = needs.flatMap((need) => need.rows);
  const names = Object.keys(needs[0]!.components) as (keyof Components)[];
  const parts = names.map((name) => {
    const own = rows.filter(({ components }) => components[name] > 0);
    const patients = new Set(own.map(({ encounterId }) => encounterId)).size;
    const presence = own.reduce((sum, { presenceMicros }) => sum + presenceMicros, 0);
    if (patients < FEWEST || isFew(presence)) return [name, null];
    const total = own.reduce((sum, { components }) => sum + BigInt(components[name]), 0n);
    return [name, Number(nearest(total, NURSE * BigInt(needs.length)))];
  });
  const shown = Object.fromEntries(parts) as Parts;
  return Object.values(shown).every((part) => part === null) ? null : shown;
}

function isOver(last: Micros, { streamTime }: Ledger): boolean {
  return streamTime !== null && last < hourOf(streamTime);
}

/** The hours before and after are of other buckets. */
function isWhole(all: readonly HourBalance[], grain: Grain, { site }: Ledger): boolean {
  const [first, last] = [all[0]!.hour, all.at(-1)!.hour];
  const name = (hour: Micros) => bucketName(hour, grain, site);
  return name(first - hours(1)) !== name(first) && name(last + hours(1)) !== name(last);
}

function isFew(presenceMicros: Micros): boolean {
  return presenceMicros < FEWEST * MICROS_PER_HOUR;
}

const inFives = (microMinutes: number) => Number(nearest(BigInt(microMinutes), FIVE_MINUTES));

/** To the nearest multiple, half up. */
function nearest(value: bigint, step: bigint): bigint {
  return ((value + step / 2n) / step) * step;
}
