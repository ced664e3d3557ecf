import { MICROS_PER_HOUR } from '../../schemas/instant.ts';
import { double } from './double.ts';
import { type HourBalance, type Reader, requiredHours } from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import type { Components } from './minutes.ts';
import { countFromOutside } from './outside.ts';
import { ratio } from './rational.ts';
import { coverageOf, millionths, presenceOf, sumOver } from './sums.ts';
import type { ReferenceWardHour } from './ward-hours.ts';

/** Sums and means over the hours whose need is known. */
export function needOver(all: readonly HourBalance[], ledger: Ledger, reader: Reader) {
  const needs = all.flatMap(({ need }) => need ?? []);
  const count = needs.length;
  const known = <T>(value: T): T | null => (count === 0 ? null : value);
  const sum = (of: (need: ReferenceWardHour) => number) => sumOver(needs, of);
  const isInside = reader === 'treating';
  const flow = (count: number) => (isInside ? count : countFromOutside(count));
  const part = (of: (components: Components) => number) =>
    millionths(sum(({ components }) => of(components)));
  const minutes = sum((need) => need.minutes);
  const minutesLow = sum((need) => need.minutesLow);
  const minutesHigh = sum((need) => need.minutesHigh);
  return {
    knownHours: count,
    provisional: known(needs.some(({ provisional }) => provisional)),
    patientHours: known(double(ratio(presenceOf(needs), MICROS_PER_HOUR))),
    census: known(
      double(
        ratio(
          sum(({ census }) => census),
          count || 1,
        ),
      ),
    ),
    arrivals: known(flow(Number(sum(({ arrivals }) => arrivals)))),
    departures: known(flow(Number(sum(({ departures }) => departures)))),
    minutes: known(millionths(minutes)),
    minutesLow: known(millionths(minutesLow)),
    minutesHigh: known(millionths(minutesHigh)),
    components: known({
      base: part(({ base }) => base),
      generalCare: part(({ generalCare }) => generalCare),
      specialCare: part(({ specialCare }) => specialCare),
      surveillance: part(({ surveillance }) => surveillance),
      churn: part(({ churn }) => churn),
      oneToOne: part(({ oneToOne }) => oneToOne),
      escort: part(({ escort }) => escort),
    }),
    minutesPerHour: known(double(ratio(minutes, 1_000_000 * (count || 1)))),
    coverage: coverageOf(needs),
    normNeed: known(double(requiredHours(minutes, ledger))),
    normNeedLow: known(double(requiredHours(minutesLow, ledger))),
    normNeedHigh: known(double(requiredHours(minutesHigh, ledger))),
    imputedPatientHours: isInside
      ? known(Number(sum(({ imputedPatients }) => imputedPatients)))
      : null,
  };
}
