import { z } from 'zod';
import { wardId } from './envelope.ts';

/** Largest file in bytes: a year of a hospital's wards. */
export const LARGEST_ROSTER = 4 * 1024 * 1024;
const BASE64 = Math.ceil(LARGEST_ROSTER / 3) * 4;

const word = z.string().max(200);
const chosen = z.string().min(1).max(200).optional();

/** Which columns of a roster say what. */
export const rosterColumns = z.strictObject({
  ward: chosen,
  person: chosen,
  role: chosen,
  date: chosen,
  start: chosen,
  end: chosen,
  activity: chosen,
  headcount: chosen,
});

/** A roster as a planner sends it: first to see what it changes, then with the token of that answer to apply it. */
export const rosterUpload = z.strictObject({
  file: z
    .string()
    .min(1)
    .max(BASE64)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, { error: 'Expected base64' })
    .meta({
      description: 'The file: text with semicolons, commas, tabs or |, or Excel (.xlsx); in base64',
    }),
  basis: z.enum(['planned', 'actual']).default('planned'),
  columns: rosterColumns.optional().meta({
    description: 'Without it, columns are recognised by their headings',
  }),
  wards: z
    .record(word, z.union([wardId, z.literal('ignore')]))
    .default({})
    .meta({
      description: 'Wards by their names in the roster; those that are not listed are recognised',
    }),
  roles: z.record(word, z.enum(['rn', 'na', 'ignore'])).default({}),
  activities: z.record(word, z.enum(['work', 'absence'])).default({}),
  token: z.string().max(64).optional().meta({
    description: 'Of the answer that showed what changes: the changes are stored',
  }),
});
export type RosterUploadInput = z.output<typeof rosterUpload>;

const count = z.int().min(0);
const wordOf = <T extends z.ZodType>(meaning: T) =>
  z.strictObject({
    word: z.string(),
    rows: count,
    meaning: meaning.nullable().meta({ description: 'Null: to be chosen; its rows do not count' }),
  });

/** What a roster changes. */
export const rosterPreview = z
  .strictObject({
    isApplied: z.boolean(),
    token: z.string().nullable().meta({
      description: 'Sent with the same roster, it is stored; null: there is nothing to store',
    }),
    headings: z.array(z.string()).meta({ description: 'Columns of the file' }),
    columns: rosterColumns,
    missing: z.array(z.enum(['ward', 'role', 'date', 'start', 'end'])).meta({
      description: 'Columns to be chosen before anything can be read',
    }),
    rows: count,
    wards: z.array(wordOf(z.string())),
    roles: z.array(wordOf(z.enum(['rn', 'na', 'ignore']))),
    activities: z.array(wordOf(z.enum(['work', 'absence']))),
    days: z
      .array(
        z.strictObject({
          wardId: z.string(),
          day: z.string().meta({ description: 'Local day on which the shifts begin' }),
          added: count,
          changed: count,
          removed: count,
          before: z.number().meta({ description: 'Person-hours that are known' }),
          after: z.number().meta({ description: 'Person-hours by the roster' }),
        }),
      )
      .meta({ description: 'Hours that change, by ward and day; a day without change too' }),
    mistakes: z
      .array(
        z.strictObject({
          line: count,
          column: z.string(),
          problem: z.enum([
            ...(['no-ward', 'no-date', 'no-time', 'no-length', 'not-a-number'] as const),
            ...(['no-recorded-time', 'unmapped-location', 'unmapped-role'] as const),
            ...(['unmapped-activity', 'two-wards-at-once'] as const),
          ]),
          word: z.string(),
        }),
      )
      .meta({ description: 'Rows that do not count, or not as they stand; the first 500' }),
    mistakeCount: count,
    otherSources: z.array(z.string()).meta({
      description: 'Systems that send staffing of these wards and days too: both would count',
    }),
    rejected: z.array(z.string()).meta({ description: 'Why hours were not taken, each once' }),
  })
  .meta({ id: 'RosterPreview' });
export type RosterPreview = z.output<typeof rosterPreview>;
