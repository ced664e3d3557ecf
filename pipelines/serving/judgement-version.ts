import type { Micros } from '../../schemas/instant.ts';
import type { JudgementView } from '../../schemas/read-api.ts';
import type { StaffingEvent } from './staffing.ts';

/** A judgement by its identity: the version that counts, and how readers who judge the ward see it. */
export interface JudgementVersion extends Pick<StaffingEvent, 'status' | 'wardId'> {
  readonly occurredAt: Micros;
  readonly recordedAt: Micros;
  readonly judgement: JudgementView;
}

/** The version of a judgement that counts. */
export const JUDGEMENT_VERSION = `
  select status, ward_id as "wardId", occurred_at as "occurredAt", recorded_at as "recordedAt", {
    'wardId': ward_id, 'occurredAt': to_iso(occurred_at), 'localTime': local_text(occurred_at),
    'value': value, 'note': note, 'recordedAt': to_iso(recorded_at), 'id': id
  } as judgement
  from staffing where source = $source and id = $id and type = 'judgement'`;
