import { identifier } from '../../schemas/envelope.ts';
import { idLooksPersonal } from '../../schemas/identity-number.ts';
import type { Sender } from './sender.ts';

/** What may be shown in clear of where a rejected record is from. */
export interface Origin {
  /** System that recorded it; if the record does not say, the only one that its sender writes for. */
  readonly source: string | null;
  /** Of the event, within its source. */
  readonly id: string | null;
}

/** Returns where a record is from. An id that may name a patient is left out. */
export function originOf(raw: Uint8Array, sender: Sender | null): Origin {
  const { source, id, encounterId } = fieldsOf(raw);
  const names = typeof encounterId === 'string' && encounterId !== '' ? encounterId : null;
  const known = plain(id);
  return {
    source: plain(source) ?? onlySource(sender),
    id: known !== null && names !== null && known.includes(names) ? null : known,
  };
}

function fieldsOf(raw: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(raw).toString('utf8')));
  } catch {
    return {};
  }
}

/** An identifier as the schema has it, and no number of a person. */
function plain(value: unknown): string | null {
  const { data } = identifier.safeParse(value);
  return data === undefined || idLooksPersonal(data) ? null : data;
}

function onlySource(sender: Sender | null): string | null {
  const sources = sender?.sources ?? [];
  return sources !== '*' && sources.length === 1 ? sources[0]! : null;
}
