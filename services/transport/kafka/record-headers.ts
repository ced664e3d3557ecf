import type { KafkaMessage } from 'kafkajs';
import { InputError } from '../../platform/input-error.ts';

/**
 * Version of what the records of the topics hold. Raise it with a change that earlier programs would misread, such as
 * another column of an encounter-hour; readers then take records of this version and of the one before.
 */
export const RECORD_SCHEMA = 2;

/**
 * Header of every record that is sent, a whole number. Records without it are from before the header, or of another
 * producer, whose own headers mean nothing here.
 */
export const SCHEMA_HEADER = 'vardintensitet-schema';

/** Header of the records of services: the digest of the site file that they run with (`SiteCheck`). */
export const SITE_HEADER = 'vardintensitet-site';

/**
 * Does nothing if this program can read messages.
 * @throws InputError at the first that a later program wrote: what it says is unknown here, and to skip it would
 * lose it
 */
export function assertReadable(
  topic: string,
  partition: number,
  messages: readonly KafkaMessage[],
): void {
  for (const { headers, offset } of messages) {
    const schema = Number(headers?.[SCHEMA_HEADER] ?? 0);
    if (!Number.isInteger(schema) || schema <= RECORD_SCHEMA) continue;
    throw new InputError(
      `${topic}, partition ${partition}, offset ${offset}: the record has schema ${schema}, and this program reads up to ${RECORD_SCHEMA}. Upgrade this service; it then continues at this record`,
    );
  }
}
