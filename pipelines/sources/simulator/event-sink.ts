import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Moment } from './lateness.ts';
import { nextId } from './patient.ts';
import type { Patient } from './ward.ts';

/** Takes the events of the simulation on their way to the log. */
export interface EventSink {
  write(event: WireEvent, moment: Moment): void;
}

/** Writes one value. A `null` unit is left out. */
export function observe(
  sink: EventSink,
  patient: Patient,
  moment: Moment,
  code: string,
  value: number | boolean | string,
  unit: string | null,
): void {
  const { encounterId } = patient;
  const { occurredAt, recordedAt } = moment;
  const id = nextId(patient);
  sink.write(
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
