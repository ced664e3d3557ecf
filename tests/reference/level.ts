import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { decimal, over, plus, type Rational, ratio, rounded, times, ZERO } from './rational.ts';
import { bucketName } from './site-time.ts';

/** A level in force: persons per norm person, and the share of registered nurses in them, in millionths. */
export interface LevelInForce {
  readonly k: bigint;
  readonly rnShare: bigint;
  /** Local day; null: always. */
  readonly validFrom: string | null;
}

/** The level of a ward in an hour, null where it has none: the line of its shift that is in force on the day on which the shift begins. */
export function levelAt(site: Site, wardId: string, hour: Micros): LevelInForce | null {
  const ward = site.wards.find((one) => one.wardId === wardId);
  const [day, start] = bucketName(hour, 'shift', site).split(' ') as [string, string];
  const shift = site.shifts.find((one) => one.start === start)!.id;
  const lines = (ward?.agreed ?? [])
    .filter((line) => line.shift === shift && (line.validFrom ?? '') <= day)
    .toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  const line = lines.at(-1);
  if (ward === undefined || line === undefined) return null;
  const { rn, na, at, validFrom } = line;
  const persons = plus(decimal(rn), decimal(na));
  const minutes =
    at.minutesPerPatientHour === undefined
      ? a2s2(site, shift, ward.nightPatientsPerStaff)
      : decimal(at.minutesPerPatientHour);
  const norm = over(
    times(decimal(at.patients), minutes),
    times(ratio(60), decimal(site.switches.productiveShare)),
  );
  const mix = site.skillMix[ward.type]?.[shift];
  const share = mix === undefined ? over(decimal(rn), persons) : decimal(mix);
  return {
    k: BigInt(rounded(over(persons, norm), 6)),
    rnShare: BigInt(rounded(share, 6)),
    validFrom: validFrom ?? null,
  };
}

/**
 * Minutes of an A2/S2 patient, the mean over the hours of a shift: (33 + 55 + 76)/D in the D day hours, 60/R in others. Day
 * is from 06 to 22 by vi-1; by vi-2 what is not of the night shift, if there is another.
 */
function a2s2(site: Site, shift: string, ratioAtNight: number): Rational {
  const starts = site.shifts.map(({ start }) => start).toSorted();
  const runs = (hour: string) => starts.findLast((start) => start <= hour) ?? starts.at(-1);
  const { start } = site.shifts.find(({ id }) => id === shift)!;
  const clock = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
  const own = clock.filter((hour) => runs(hour) === start);
  const hours = own.length > 0 ? own : [`${start.slice(0, 2)}:00`];
  const night = (site.shifts.find((one) => one.night) ?? { start: starts.at(-1) }).start;
  const isDay = (hour: string) =>
    site.model === 'vi-1' || site.shifts.length === 1
      ? hour >= '06:00' && hour < '22:00'
      : runs(hour) !== night;
  const dayHours = clock.filter(isDay).length;
  const minutes = hours.map((hour) =>
    isDay(hour) ? ratio(164, dayHours) : over(ratio(60), decimal(ratioAtNight)),
  );
  return over(minutes.reduce(plus, ZERO), ratio(hours.length));
}
