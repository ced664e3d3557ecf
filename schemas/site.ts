import { z } from 'zod';
import { careTeams } from './care-teams.ts';
import { instantProblem, parseInstant } from './instant.ts';
import { label } from './label.ts';
import { isLocalDate } from './local-date.ts';
import { MODEL_IDS } from './model.ts';
import { shifts } from './shifts.ts';

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

/** A local date, meaning its first minute in the site's time zone, or an instant. */
const dateOrInstant = z.string().check((context) => {
  const { value } = context;
  if (isLocalDate(value) || !Number.isNaN(parseInstant(value))) return;
  const message = /^[\d-]*$/.test(value)
    ? 'Expected a local date that exists, such as 2026-07-01, or an RFC 3339 instant'
    : instantProblem(value);
  context.issues.push({ code: 'custom', message, input: value });
});

const localDate = z.string().refine(isLocalDate, {
  error: 'Expected a local date that exists, such as 2026-07-01',
});

const agreedStaffing = z.strictObject({
  shift: label.meta({ description: 'The id of one of the site’s shifts' }),
  rn: z.number().min(0).max(1000).multipleOf(0.01).meta({ description: 'Registered nurses' }),
  na: z.number().min(0).max(1000).multipleOf(0.01).meta({ description: 'Nursing assistants' }),
  at: z
    .strictObject({
      patients: z.number().min(0.1).max(1000).multipleOf(0.01),
      minutesPerPatientHour: z.number().min(0.1).max(600).multipleOf(0.001).optional().meta({
        description: 'Norm minutes of a patient in an hour; without it those of A2/S2 patients',
      }),
    })
    .meta({ description: 'The patients that this staffing was decided for' }),
  validFrom: localDate.optional().meta({ description: 'Local day it is in force from' }),
});

const nightRatio = z.number().min(0.1).max(100).multipleOf(0.001);

const wardShape = z.strictObject(
  {
    wardId: siteWardId,
    name: label,
    type: label,
    beds: z.int().min(1).max(1000),
    nightPatientsPerStaff: nightRatio.optional().meta({
      description:
        'Patients for each of the nursing staff at night, registered nurses and assistants counted together (R in the model). Mandatory: the norm gives no night minutes',
    }),
    nightPatientsPerNurse: nightRatio.optional().meta({
      deprecated: true,
      description: 'The earlier name of nightPatientsPerStaff',
    }),
    dataFrom: dateOrInstant.optional().meta({
      description:
        'From when the feeds of the ward are complete, as a local date or RFC 3339 instant: hours that begin before are not scored, since only part of the patients is known',
    }),
    closedFrom: dateOrInstant.optional().meta({
      description:
        'From when the ward is closed, as a local date or RFC 3339 instant: stays end then, and events at the ward after it are rejected',
    }),
    division: label
      .optional()
      .meta({ description: 'Wards of one division are summed up and shown side by side' }),
    minimumRn: z.number().min(0).max(100).default(2).meta({
      description: 'Fewest registered nurses that may be present at any hour (NICE SG1: 2)',
    }),
    careTeams: careTeams.optional().meta({
      description:
        'Groups of beds that the same staff care for, shown side by side on the ward’s screen; not used in the computation',
    }),
    agreed: z.array(agreedStaffing).max(100).optional().meta({
      description:
        'Staffing that was decided for a usual day, by shift: the ward’s level. Without it need is shown, and no difference',
    }),
  },
  { error: renaming },
);

const ward = wardShape
  .check((context) => {
    const { nightPatientsPerStaff, nightPatientsPerNurse } = context.value;
    const fault = (message: string) =>
      context.issues.push({
        ...{ code: 'custom', path: ['nightPatientsPerStaff'], message },
        input: nightPatientsPerStaff,
      });
    if (nightPatientsPerStaff !== undefined && nightPatientsPerNurse !== undefined) {
      fault('Expected one name of the night ratio: nightPatientsPerNurse is its earlier one');
    } else if (nightPatientsPerStaff === undefined && nightPatientsPerNurse === undefined) {
      fault('Expected the patients for each of the nursing staff at night, as 10');
    }
  })
  .transform(({ nightPatientsPerNurse, nightPatientsPerStaff, ...rest }) => ({
    ...rest,
    nightPatientsPerStaff: (nightPatientsPerStaff ?? nightPatientsPerNurse)!,
  }))
  .meta({
    oneOf: [{ required: ['nightPatientsPerStaff'] }, { required: ['nightPatientsPerNurse'] }],
  });

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

const persons = (value: number) => z.number().min(0).max(100).default(value);
const share = (value: number) => z.number().min(0).max(10).default(value);

/** What parts the states of a ward from each other. Source of the defaults: ours, to be set by the site. */
const thresholds = z
  .strictObject({
    shortPersons: persons(1),
    shortShare: share(0.15),
    tightPersons: persons(0.5),
    tightShare: share(0.1),
    roomPersons: persons(1),
    roomShare: share(0.15),
    higherThanUsual: share(1.3),
    lowerThanUsual: share(0.7),
    holdMinutes: z.int().min(0).max(120).default(10).meta({
      description: 'Minutes that another state must hold before a ward is shown in it',
    }),
  })
  .prefault({});

const redDays = z
  .strictObject({
    calendar: z.enum(['se', 'none']).default('se').meta({
      description: 'Public holidays that are staffed as weekends: those of Sweden, or none',
    }),
    also: z.array(localDate).default([]),
    except: z.array(localDate).default([]),
  })
  .prefault({});

const siteShape = z.strictObject({
  siteId: label.max(64),
  name: label,
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'Expected an IANA time zone' })
    .default('Europe/Stockholm'),
  model: z.enum(MODEL_IDS).default('vi-2').meta({
    description: 'The model that the wards are scored with',
  }),
  shifts,
  wards: z.array(ward).min(1),
  switches,
  skillMix: z
    .record(label, z.record(label, z.number().min(0).max(1)))
    .default({})
    .meta({
      description:
        'Share of registered nurses that need is split by: by ward type, then shift id. Without it that of the agreed staffing',
    }),
  redDays,
  thresholds,
});

/** One hospital: its wards, time zone, shifts, the switches of the model and what its figures are held against. */
export const site = siteShape.check((context) => {
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
  for (const { path, message, input } of unknownShifts(context.value)) {
    context.issues.push({ code: 'custom', path, message, input });
  }
});

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
  readonly input: unknown;
}

/** Agreed staffing and skill mix name shifts of the site, each once from a day on. */
function unknownShifts({
  shifts,
  wards,
  skillMix,
}: Pick<z.output<typeof siteShape>, 'shifts' | 'wards' | 'skillMix'>): Fault[] {
  const ids = new Set(shifts.map(({ id }) => id));
  const expected = `Expected the id of a shift of the site: ${[...ids].join(', ')}`;
  const faults: Fault[] = [];
  wards.forEach(({ agreed = [] }, index) => {
    const seen = new Set<string>();
    agreed.forEach((line, place) => {
      const path = ['wards', index, 'agreed', place];
      const fault = (message: string) => faults.push({ path, message, input: line });
      if (!ids.has(line.shift)) fault(expected);
      if (line.rn + line.na === 0) fault('Expected at least a part of a person');
      const key = JSON.stringify([line.shift, line.validFrom ?? null]);
      if (seen.has(key)) fault('Expected one line for a shift and validFrom');
      seen.add(key);
    });
  });
  for (const [type, shares] of Object.entries(skillMix)) {
    if (!wards.some((one) => one.type === type)) {
      const message = 'Expected the type of a ward of the site';
      faults.push({ path: ['skillMix', type], message, input: type });
    }
    for (const shift of Object.keys(shares)) {
      if (!ids.has(shift)) {
        faults.push({ path: ['skillMix', type, shift], message: expected, input: shift });
      }
    }
  }
  return faults;
}

export type Site = z.output<typeof site>;
export type Ward = Site['wards'][number];
/** What stays known of a ward that a later site file left out: with it is scored what happened there. */
export type FormerWard = Pick<Ward, 'wardId' | 'nightPatientsPerStaff' | 'dataFrom' | 'closedFrom'>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
