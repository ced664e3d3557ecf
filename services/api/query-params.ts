import { z } from 'zod';
import { FORMATS } from '../../pipelines/serving/export.ts';
import { DIALECTS } from '../../pipelines/serving/forms.ts';
import { GRAINS, type WardHourRange } from '../../pipelines/serving/queries.ts';
import { encounterId } from '../../schemas/envelope.ts';
import { idLooksPersonal } from '../../schemas/identity-number.ts';
import { instant, MICROS_PER_HOUR } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';

const MICROS_PER_DAY = 24 * MICROS_PER_HOUR;
/** Rows of a page. */
const MOST_ROWS = 10_000;

/** A ward in the address. */
export const wardParams = z.strictObject({
  wardId: z
    .string()
    .max(64)
    .meta({ description: 'A ward of the site', examples: ['31A'] }),
});

/** A judgement of a ward in the address. */
export const judgementParams = wardParams.extend({
  judgementId: z
    .uuid()
    .transform((id) => id.toLowerCase())
    .meta({ description: 'The id that it was sent with' }),
});

/** A patient in the address, by a valid pseudonym of the site. */
export function encounterParams({ switches }: Pick<Site, 'switches'>) {
  const isTaken = (id: string) => switches.identifiersMayLookPersonal || !idLooksPersonal(id);
  return z.strictObject({
    encounterId: encounterId
      .refine(isTaken, { error: 'Looks like a personal identity number; ask by the pseudonym' })
      .meta({ description: 'A pseudonym, as senders gave it' }),
  });
}

/** A route without parameters: it refuses every parameter instead of ignoring it. */
export const nothing = z.strictObject({});

/** The format of an answer. */
export const form = {
  format: z.enum(FORMATS).optional().meta({ description: 'Instead of `Accept`' }),
  dialect: z.enum(DIALECTS).default('sv').meta({
    description:
      'Of CSV: Swedish (`;`, decimal comma, Swedish headings and words for codes: `not-yet` is `ännu inte`) or international (field names and codes as in JSON). Both UTF-8 with BOM, CRLF',
  }),
};

/** The page of a JSON answer. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(1_000).meta({
    description: 'Rows of a JSON page; other formats bring all',
  }),
  cursor: z
    .string()
    .max(64)
    .regex(/^[\w-]+$/)
    .optional()
    .meta({ description: 'From `next` of the page before' }),
};

const GRAIN = 'Bucket in site time; a day has 23 or 25 hours when the clock is changed';
export const grain = z.enum(GRAINS).default('hour').meta({ description: GRAIN });
/** The same as an optional parameter. */
export const grainOfHours = z.enum(GRAINS).optional().meta({ description: GRAIN });

export const asKnownAt = instant.optional().meta({
  format: 'date-time',
  description: 'Values as they were published by this stream time, and not the final ones',
});

/** The requested wards; none: every ward that the caller may see. */
export const wards = z
  .string()
  .min(1)
  .max(4_000)
  .optional()
  .meta({
    description: 'Ids with commas between them; all that may be seen without it',
    examples: ['31A,36A'],
  });

/** The longest length of a number of local days, in microseconds: one hour more, for a clock that is set back. */
export function longest(days: number): number {
  return days * MICROS_PER_DAY + MICROS_PER_DAY / 24;
}

/** The parameters of a range of at most this many days. */
export function range(days: number) {
  const shape = {
    from: instant.meta({
      format: 'date-time',
      description: 'From the hour that holds it. In an address `+` is `%2B`',
    }),
    to: instant.meta({
      format: 'date-time',
      description: `Before it, to the end of the hour that holds it; at most ${days} days after \`from\``,
    }),
  };
  const check = ({ from, to }: { from: number; to: number }) =>
    to <= from
      ? 'Expected `to` after `from`'
      : to - from > longest(days)
        ? `Expected at most ${days} days at a time`
        : null;
  return { shape, check };
}

/** The parameters of a range, with further ones. */
export function rangeQuery<T extends z.ZodRawShape>(days: number, more: T) {
  const { shape, check } = range(days);
  return z.strictObject({ ...shape, ...more }).check((context) => {
    const message = check(context.value as unknown as { from: number; to: number });
    if (message === null) return;
    context.issues.push({ code: 'custom', path: ['to'], message, input: undefined });
  });
}

/** Rounds a range to whole hours. */
export function hoursOf({ from, to }: { readonly from: number; readonly to: number }) {
  return {
    from: Math.floor(from / MICROS_PER_HOUR) * MICROS_PER_HOUR,
    to: Math.ceil(to / MICROS_PER_HOUR) * MICROS_PER_HOUR,
  };
}

/** The range of a query, in microseconds since 1970. */
export interface RangeQuery {
  readonly from: number;
  readonly to: number;
  readonly asKnownAt?: number | undefined;
}

/** Returns the range of a query, in whole hours. */
export function parseRange(readers: WardHourRange['readers'], query: RangeQuery): WardHourRange {
  return { readers, ...hoursOf(query), knownAt: query.asKnownAt ?? null };
}
