import { z } from 'zod';
import { instant } from './instant.ts';
import { isPlainText } from './plain-text.ts';

/** Event and source identifiers: printable ASCII, so that every system sorts them alike. */
export const identifier = z.string().regex(/^[!-~]{1,128}$/, {
  error: 'Expected 1 to 128 printable ASCII characters without spaces',
});

/** Text of one line up to `limit` characters: well-formed Unicode, no control characters. */
export const text = (limit: number) =>
  z.string().min(1).max(limit).refine(isPlainText, {
    error: 'Expected well-formed Unicode without control characters',
  });

/**
 * A pseudonym. What looks like a Swedish personal identity number is refused where events are decoded, unless
 * the site says that its numbers look so.
 */
export const encounterId = z.string().regex(/^[!-~]{1,64}$/, {
  error: 'Expected 1 to 64 printable ASCII characters without spaces',
});

export const wardId = text(64);

/** `final` first versions, `amended` replaces, `entered-in-error` removes. */
export const status = z.enum(['final', 'amended', 'entered-in-error']).default('final');

/** What every event carries. Identity is `(source, id)`. */
export const envelope = {
  id: identifier.meta({ description: 'Identity of the event within its source' }),
  source: identifier.meta({ description: 'System that recorded the event' }),
  occurredAt: instant.meta({ description: 'When it happened' }),
  recordedAt: instant.meta({ description: 'When the source system stored it' }),
  status,
};

/** What every clinical event carries. */
export const clinical = { ...envelope, encounterId };
