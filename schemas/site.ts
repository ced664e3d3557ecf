import { z } from 'zod';
import { instantProblem, parseInstant } from './instant.ts';
import { isLocalDate } from './local-date.ts';
import { isPlainLines } from './plain-text.ts';

const label = z
  .string()
  .min(1)
  .check((context) => {
    if (isPlainLines(context.value)) return;
    const message = 'Expected well-formed Unicode without control characters';
    context.issues.push({ code: 'custom', message, input: context.value });
  });
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Expected HH:MM' });

/**
 * A ward's id, as it stands in grants (`planner:31A,36A`), parameters (`?wards=31A,36A`) and addresses
 * (`/v1/wards/31A`): what has a meaning of its own there would be an id that nobody can be granted or open.
 */
export const siteWardId = z
  .string()
  .min(1)
  .max(64)
  .check((context) => {
    const message = whyNoWardId(context.value);
    if (message === null) return;
    context.issues.push({ code: 'custom', message, input: context.value });
  });

function whyNoWardId(id: string): string | null {
  const because = (reason: string) =>
    `Expected a ward id of letters, digits, single spaces and marks, as 31A or Hus 1-2: ${reason}`;
  if (id.includes(',')) return because('a comma stands between wards in grants and addresses');
  if (id.includes('/')) return because('a slash parts addresses');
  if (id === '*') return because('* means every ward in grants');
  if (id === '.' || id === '..') return because('browsers drop . and .. from addresses');
  if (/\p{C}/u.test(id)) return because('control and invisible characters cannot be typed');
  if (/[^\S ]|^ | $| {2}/.test(id)) return because('of blanks, only single spaces between words');
  return null;
}

const closing = z
  .string()
  .check((context) => {
    const { value } = context;
    if (isLocalDate(value) || !Number.isNaN(parseInstant(value))) return;
    const message = /^[\d-]*$/.test(value)
      ? 'Expected a local date that exists, such as 2026-07-01, or an RFC 3339 instant'
      : instantProblem(value);
    context.issues.push({ code: 'custom', message, input: value });
  })
  .meta({
    description:
      'From when the ward is closed, as a local date or RFC 3339 instant: stays end then, and events at the ward after it are rejected',
  });

const ward = z.strictObject(
  {
    wardId: siteWardId,
    name: label,
    type: label,
    beds: z.int().min(1).max(1000),
    nightPatientsPerNurse: z
      .number()
      .min(0.1)
      .max(100)
      .multipleOf(0.001)
      .meta({ description: 'Mandatory: the norm gives no night minutes (R in the model)' }),
    closedFrom: closing.optional(),
  },
  { error: renaming },
);

/** Events name a ward by its id alone: another id is another ward. */
function renaming(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys' || !issue.keys.includes('formerly')) return undefined;
  return 'A ward keeps its wardId, by which events and history name it: change its name. A ward with another wardId is another ward: close the first (closedFrom) and add the second';
}

const switches = z
  .strictObject({
    assumeAlertWhenNotRecorded: z.boolean().default(false),
    assumeAirWhenNotRecorded: z.boolean().default(false),
    observationCounting: z.enum(['sets', 'values']).default('sets'),
    defaultFunctionLevel: z.int().min(1).max(4).default(2),
    productiveShare: z.number().gt(0).max(1).default(1),
    silentStayDays: z.int().min(1).max(400).default(30).meta({
      description: 'Days after its last event at which an open stay ends by itself',
    }),
    maxAgeDays: z.int().min(1).max(40_000).default(400).meta({
      description: 'Days by which a move or staffing may lie before its recordedAt',
    }),
    identifiersMayLookPersonal: z.boolean().default(false).meta({
      description:
        'Encounter and event ids of the site look like personal identity numbers and are none: take them',
    }),
  })
  .prefault({});

/** One hospital: its wards, time zone, shifts and the switches of the model. */
export const site = z
  .strictObject({
    siteId: label.max(64),
    name: label,
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'Expected an IANA time zone' })
      .default('Europe/Stockholm'),
    shifts: z
      .array(z.strictObject({ id: label, start: localTime }))
      .min(1)
      .default([
        { id: 'day', start: '07:00' },
        { id: 'evening', start: '14:00' },
        { id: 'night', start: '21:00' },
      ]),
    wards: z.array(ward).min(1),
    switches,
  })
  .check((context) => {
    const seen = new Set<string>();
    context.value.wards.forEach(({ wardId }, index) => {
      if (seen.has(wardId)) {
        context.issues.push({
          code: 'custom',
          path: ['wards', index, 'wardId'],
          message: 'Expected each ward once',
          input: wardId,
        });
      }
      seen.add(wardId);
    });
  });

export type Site = z.output<typeof site>;
export type Ward = Site['wards'][number];
/** What stays known of a ward that a later site file left out: with it is scored what happened there. */
export type FormerWard = Pick<Ward, 'wardId' | 'nightPatientsPerNurse' | 'closedFrom'>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
