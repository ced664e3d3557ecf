import { z } from 'zod';
import { PROVIDES } from '../adapter.ts';

const word = z.string().min(1).max(200);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
  error: 'Expected a name of small letters, digits and hyphens, such as adt',
});
const zone = z.string().refine(isTimeZone, {
  error: 'Expected an IANA time zone, such as Europe/Stockholm',
});
const duration = z.string().regex(/^PT(?:\d+H)?(?:\d+M)?(?:\d+S)?$/, {
  error: 'Expected a duration, such as PT1H or PT10S',
});
const sourceValue = z.union([z.string(), z.number(), z.boolean()]);

/** What a value or code of the source becomes: `temperature`, `care-need:drain`, `task:suction`, `ignore`. */
const target = word;

/** A code of the source and what it means here. Goes before the built-in tables for the same system and code. */
const code = z.strictObject({
  system: word.meta({ description: 'Coding system as the source names it; * matches any' }),
  code: word,
  to: z.union([target, z.array(target).min(2).max(4)]).meta({
    description:
      'A product code of observations, care-need:CODE, task:CODE, assessment:INSTRUMENT, or ignore; several with split',
  }),
  match: z.enum(['code', 'text']).default('code').meta({
    description: 'text: the name of the code is compared and not the code',
  }),
  split: z.string().length(1).optional().meta({
    description: 'The character between several values in one, such as / in 140/90',
  }),
  assumeUnit: word.optional().meta({ description: 'The unit of values without one' }),
  values: z.record(word, sourceValue).optional().meta({
    description: 'What each value of the source means: a value, or start and stop of a care need',
  }),
  invalid: z.array(sourceValue).optional().meta({
    description: 'Values that a device sends for "no reading"',
  }),
});

const medication = z.strictObject({
  observed: z.array(word).default([]).meta({
    description: 'Drugs that are observed after they are given: ATC codes, * for any ending',
  }),
  unknownVolume: z
    .union([z.literal('list'), z.record(word, word)])
    .default('list')
    .meta({
      description:
        'IV without volume and duration: list them, or a form for each ATC group, as J01: short-infusion',
    }),
  routes: z.record(word, word).default({}).meta({ description: 'Local words for routes' }),
  drugs: z
    .record(word, word)
    .default({})
    .meta({ description: 'Local drug codes and their ATC code' }),
});

const shared = {
  name,
  source: word.max(128).meta({ description: 'The `source` of the events of this channel' }),
  provides: z.array(z.enum(PROVIDES)).min(1),
  wards: z.array(word).optional().meta({
    description: 'The wards that the channel provides for; without it all',
  }),
  zone: zone
    .optional()
    .meta({ description: 'Of times without an offset; that of the file otherwise' }),
  ignoreOffsets: z.boolean().default(false).meta({
    description: 'For systems that print a constant offset: local times count',
  }),
  authority: word.optional().meta({ description: 'Name of the system that numbers the visits' }),
  charset: z
    .enum(['auto', 'utf-8', 'windows-1252', '8859/1', '8859/15', 'utf-16', 'cp850', 'cp865'])
    .default('auto'),
  decimal: z.enum(['.', ',']).default('.'),
  device: z.boolean().default(false).meta({
    description: 'Values of machines that nobody confirmed: left out, unless thinned',
  }),
  thin: duration.optional().meta({
    description:
      'Publish the first value of each code in each period, such as PT1H, and count the others',
  }),
};

const hl7 = {
  ...shared,
  processing: z
    .array(word)
    .min(1)
    .default(['P'])
    .meta({ description: 'Accepted values of MSH-11' }),
  senders: z.array(word).optional().meta({
    description: 'Accepted sending applications (MSH-3), or application@facility; without it all',
  }),
  ignoreHeaderCharset: z.boolean().default(false),
  ack: z.enum(['original', 'enhanced', 'by-message']).default('original'),
  visitNumber: z.enum(['PV1-19', 'PV1-50', 'PID-18']).default('PV1-19'),
  visitNumberMissing: z.enum(['hold', 'open-visit']).default('hold'),
  cancelTime: z.enum(['movement', 'own']).default('movement').meta({
    description: 'own: the sender puts the time of the cancellation into EVN-6',
  }),
  locationFromUpdates: z.enum(['ignore', 'assert']).default('ignore'),
  observationIdentity: z.enum(['time', 'order']).default('time'),
  preliminary: z.boolean().default(true),
  unvalidated: z.boolean().default(false),
  comaScale: z.boolean().default(false),
  limit: z.int().min(1024).max(64_000_000).default(4_000_000).meta({
    description: 'Bytes of the largest message',
  }),
};

const mllp = z.strictObject({
  ...hl7,
  kind: z.literal('mllp'),
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
  plain: z.boolean().default(false).meta({
    description: 'Listen on other addresses without TLS, together with `allow`',
  }),
  allow: z.array(word).optional().meta({ description: 'Addresses that may connect' }),
  tls: z
    .strictObject({ key: word, cert: word, ca: word })
    .optional()
    .meta({ description: 'PEM files; clients need a certificate of `ca`' }),
  connections: z.int().min(1).max(1000).default(50),
});

const hl7Files = z.strictObject({
  ...hl7,
  kind: z.literal('hl7-files'),
  folder: word,
  file: word.default('*'),
});

const withdrawn = z.strictObject({ column: word, is: z.array(z.string()).min(1) });
const tableShared = {
  file: word.meta({ description: 'Names of files, * for any characters' }),
  separator: z.enum(['auto', ';', ',', '\t', '|']).default('auto'),
  charset: shared.charset.optional(),
  decimal: shared.decimal.optional(),
  sheet: word.optional().meta({ description: 'Sheet of an Excel file; the first otherwise' }),
  visit: word,
  recorded: word.optional(),
  withdrawn: withdrawn.optional(),
  key: z.array(word).min(1).meta({ description: 'Columns that identify a row' }),
  scope: z.enum(['additions', 'complete']).default('additions'),
  period: z.strictObject({ from: word, to: word }).optional().meta({
    description: 'With scope complete: columns of the period that the file is complete for',
  }),
};

const table = z.discriminatedUnion('kind', [
  z.strictObject({
    ...tableShared,
    kind: z.literal('stays'),
    place: word,
    bed: word.optional(),
    from: word,
    to: word.optional(),
    planned: word.optional(),
    birthDate: word.optional(),
    age: word.optional(),
  }),
  z.strictObject({
    ...tableShared,
    kind: z.literal('movements'),
    act: z.strictObject({
      column: word,
      values: z.record(word, z.enum(['arrive', 'move', 'leave', 'away', 'back'])),
    }),
    place: word,
    bed: word.optional(),
    at: word,
  }),
  z.strictObject({
    ...tableShared,
    kind: z.literal('values'),
    layout: z.enum(['long', 'wide']).default('long'),
    code: word.optional(),
    value: word.optional(),
    unit: word.optional(),
    at: word,
    columns: z.record(word, word).optional().meta({
      description: 'With layout wide: the code of each column',
    }),
  }),
  z.strictObject({
    ...tableShared,
    kind: z.literal('medications'),
    drug: word,
    route: word,
    start: word,
    end: word.optional(),
    amount: word.optional(),
    unit: word.optional(),
    status: z.strictObject({ column: word, given: z.array(z.string()).min(1) }).optional(),
  }),
  z.strictObject({
    ...tableShared,
    kind: z.literal('needs'),
    code: word,
    from: word,
    to: word.optional(),
  }),
]);

const tables = z.strictObject({
  ...shared,
  kind: z.literal('table'),
  folder: word,
  tables: z.array(table).min(1),
});

/** Columns and words of a roster. */
export const rosterMap = z.strictObject({
  file: word.default('*'),
  separator: z.enum(['auto', ';', ',', '\t', '|']).default('auto'),
  sheet: word.optional(),
  ward: word,
  person: word.optional().meta({
    description: 'Numbers who works, to join rows that overlap; without it each row is a person',
  }),
  headcount: word.optional().meta({ description: 'Persons of a row, for rosters without persons' }),
  role: word,
  date: word.optional().meta({ description: 'Without it, start and end have their own dates' }),
  start: word,
  end: word,
  break: word.optional(),
  activity: word.optional(),
  recorded: word.optional(),
  roles: z.record(word, z.enum(['rn', 'na', 'ignore'])),
  activities: z
    .record(word, z.union([z.enum(['work', 'absence']), z.strictObject({ elsewhere: word })]))
    .default({}),
  breaks: z.enum(['ignore', 'spread']).default('ignore'),
  wards: z.record(word, word).default({}).meta({
    description:
      'Wards by the names of the roster; those not listed are looked up among the places',
  }),
});

const roster = z.strictObject({
  ...shared,
  kind: z.literal('roster'),
  provides: z.array(z.enum(PROVIDES)).default(['staffing']),
  folder: word
    .optional()
    .meta({ description: 'Watched folder; without it the page and the command line alone' }),
  basis: z.enum(['planned', 'actual']),
  roster: rosterMap,
});

const channel = z.discriminatedUnion('kind', [mllp, hl7Files, tables, roster]);

/** How a hospital's records become events: one JSON file beside the site file. */
export const mapping = z.strictObject({
  zone,
  keyFile: word.meta({
    description:
      'The site’s key for pseudonyms: 32 random bytes, mode 0600. Paths are taken from the folder of the mapping file',
  }),
  authorities: z.record(word, z.array(word)).default({}).meta({
    description: 'Systems that number visits and patients: our name, and the names in records',
  }),
  places: z.record(word, word).default({}).meta({
    description: 'Places of the source: a ward id, away, outside or ignore',
  }),
  classes: z
    .strictObject({ count: z.array(word), ignore: z.array(word) })
    .default({ count: ['I', 'IMP', 'ACUTE', 'NONAC'], ignore: ['O', 'P', 'N', 'AMB'] }),
  codes: z.array(code).default([]),
  medication: medication.default({ observed: [], unknownVolume: 'list', routes: {}, drugs: {} }),
  ageCap: z.int().min(60).max(130).optional(),
  retention: z
    .strictObject({
      visitDays: z.int().min(1).default(400),
      uncountedDays: z.int().min(1).default(30),
      refusedDays: z.int().min(1).default(14),
    })
    .default({ visitDays: 400, uncountedDays: 30, refusedDays: 14 }),
  keepRefused: z.boolean().default(true).meta({
    description: 'false: of a record that cannot be read, only reason and length are kept',
  }),
  channels: z.array(channel).min(1),
});

export type Mapping = z.output<typeof mapping>;
export type Channel = z.output<typeof channel>;
export type Hl7Channel = z.output<typeof mllp> | z.output<typeof hl7Files>;
export type MllpChannel = z.output<typeof mllp>;
export type TableChannel = z.output<typeof tables>;
export type Table = z.output<typeof table>;
export type RosterChannel = z.output<typeof roster>;
export type RosterMap = z.output<typeof rosterMap>;
export type CodeEntry = z.output<typeof code>;

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
