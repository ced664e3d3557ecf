import { eventRules } from '../../pipelines/events/event-rules.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { type Arrival, simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { site } from '../../schemas/site.ts';

const HOSPITAL = { wards: 40, bedsPerWard: 25 };
const SEED = 1;
/** What such a hospital sends, give or take a tenth. */
const EVENTS_A_DAY = 58_400;

/** The hospital of the bench: 1 000 beds. */
export const benchSite = site.parse(simulatedSite(HOSPITAL));

export const benchRules = eventRules(benchSite);

/** The hospital's stream from its start, with at least `events` lines. */
export function stream(events: number): Generator<Arrival> {
  const days = Math.ceil((events / EVENTS_A_DAY) * 1.25) + 1;
  return simulate({ ...HOSPITAL, days, seed: SEED });
}

/**
 * The next `count` of a stream, which can be taken from again afterwards.
 * @throws RangeError where the stream ends before
 */
export function* take<T>(items: Iterator<T>, count: number): Generator<T> {
  for (let taken = 0; taken < count; taken++) {
    const item = items.next();
    if (item.done) throw new RangeError(`The stream ended after ${taken} of ${count} lines`);
    yield item.value;
  }
}
