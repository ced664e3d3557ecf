import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Disturbance } from './disturbance.ts';
import type { EventSink } from './event-sink.ts';
import type { Moment } from './lateness.ts';
import type { ArrivalQueue } from './queue.ts';

/** Queues each event for its arrival, and what goes wrong with it for later. */
export class ArrivalSink implements EventSink {
  readonly #queue: ArrivalQueue;
  readonly #disturbance: Disturbance | null;

  constructor(queue: ArrivalQueue, disturbance: Disturbance | null) {
    this.#queue = queue;
    this.#disturbance = disturbance;
  }

  write(event: WireEvent, moment: Moment): void {
    this.#queue.add(moment.arrives, { event });
    this.#disturbance?.follow(event, moment, this.#queue);
  }
}
