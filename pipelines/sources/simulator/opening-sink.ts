import type { WireEvent } from '../../../schemas/ward-event.ts';
import { DAY, type Seconds, utc } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import type { Moment } from './lateness.ts';

/** Counts of care and vital signs look back a day: what is older counts in no hour from the start on. */
const CHARTED = 2 * DAY;
/** What holds for longer: function levels and scores for a week, the scale of saturation for the stay. */
const LASTING = /^(function\.|barthel|mmse$|spo2-scale$)/;

type Entry = readonly [event: WireEvent, moment: Moment];

/** What is written before the log starts: keeps what still counts then, of patients who are still in. */
export class OpeningSink implements EventSink {
  readonly #start: Seconds;
  readonly #patients = new Map<string, Entry[]>();
  readonly #roster: Entry[] = [];

  constructor(start: Seconds) {
    this.#start = start;
  }

  write(event: WireEvent, moment: Moment): void {
    if (event.type === 'staffing' && event.to > utc(this.#start))
      this.#roster.push([event, moment]);
    if (!('encounterId' in event)) return;
    const { encounterId } = event;
    if (event.type === 'discharge') this.#patients.delete(encounterId);
    else if (isLasting(event) || moment.at >= this.#start - CHARTED) {
      const entries = this.#patients.get(encounterId);
      if (entries === undefined) this.#patients.set(encounterId, [[event, moment]]);
      else entries.push([event, moment]);
    }
  }

  /** Writes what was kept to the sink that leads to the log. */
  handOver(sink: EventSink): void {
    for (const entries of [this.#roster, ...this.#patients.values()]) {
      for (const [event, moment] of entries) sink.write(event, moment);
    }
  }
}

function isLasting(event: WireEvent): boolean {
  if (event.type === 'observation') return LASTING.test(event.code);
  return event.type !== 'task' && event.type !== 'medication';
}
