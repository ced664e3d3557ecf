import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Disturbance } from './disturbance.ts';
import type { Moment } from './lateness.ts';
import { nextId } from './patient.ts';
import type { ArrivalQueue } from './queue.ts';
import type { Patient } from './ward.ts';

/** Where everything is written down on its way to the log. */
export class Journal {
  readonly #queue: ArrivalQueue;
  readonly #disturbance: Disturbance | null;

  constructor(queue: ArrivalQueue, disturbance: Disturbance | null) {
    this.#queue = queue;
    this.#disturbance = disturbance;
  }

  /** Queues the event for its arrival, and what goes wrong with it for later. */
  write(event: WireEvent, moment: Moment): void {
    this.#queue.add(moment.arrives, { event });
    this.#disturbance?.follow(event, moment, this.#queue);
  }
}

/** Writes one value. A `null` unit is left out. */
export function observe(
  journal: Journal,
  patient: Patient,
  moment: Moment,
  code: string,
  value: number | boolean | string,
  unit: string | null,
): void {
  const { encounterId } = patient;
  const { occurredAt, recordedAt } = moment;
  const id = nextId(patient);
  journal.write(
    unit === null
      ? { id, source: 'ehr', type: 'observation', encounterId, code, value, occurredAt, recordedAt }
      : {
          id,
          source: 'ehr',
          type: 'observation',
          encounterId,
          code,
          value,
          unit,
          occurredAt,
          recordedAt,
        },
    moment,
  );
}
