import { comparable } from '../mapping/places.ts';
import type { Role } from './words.ts';

/** Parts of a row that a column may hold. */
export const ROSTER_COLUMNS = [
  'ward',
  'person',
  'role',
  'date',
  'start',
  'end',
  'activity',
  'headcount',
] as const;
export type RosterColumn = (typeof ROSTER_COLUMNS)[number];
export type RosterColumns = {
  readonly [column in RosterColumn]?: string | undefined;
};

/** Headings of schedules, in Swedish and English; the first that a file has is its column. */
const HEADINGS: Readonly<Record<RosterColumn, readonly string[]>> = {
  ward: [
    ...[
      'avdelning',
      'enhet',
      'vårdenhet',
      'arbetsställe',
      'arbetsplats',
      'org.enhet',
      'kostnadsställe',
    ],
    ...['ward', 'unit', 'department'],
  ],
  person: [
    ...[
      'anställningsnr',
      'anställningsnummer',
      'anstnr',
      'anst.nr',
      'anst',
      'anställd',
      'medarbetare',
    ],
    ...['person', 'personid', 'resurs', 'namn', 'employee', 'employee id', 'staff id', 'name'],
  ],
  role: [
    ...['yrkeskategori', 'yrke', 'kategori', 'befattning', 'yrkesroll', 'roll', 'personalkategori'],
    ...['role', 'profession', 'category', 'job title'],
  ],
  date: ['datum', 'dag', 'passdatum', 'date', 'day'],
  start: ['start', 'starttid', 'från', 'fr.o.m.', 'börjar', 'tid från', 'from', 'start time'],
  end: ['slut', 'sluttid', 'till', 't.o.m.', 'slutar', 'tid till', 'to', 'end', 'end time'],
  activity: [
    'aktivitet',
    'passtyp',
    'frånvaro',
    'orsak',
    'tjänstgöring',
    'activity',
    'shift type',
    'absence',
  ],
  headcount: ['antal', 'antal personer', 'headcount', 'count'],
};

const ROLES: Readonly<Record<Role | 'ignore', readonly RegExp[]>> = {
  rn: [/^(ssk|rn|nurse)$/, /sjuksköterska/, /barnmorska/, /registered nurse/],
  na: [/^(usk|na|skötare)$/, /undersköterska/, /barnsköterska/, /vårdbiträde/, /nursing assistant/],
  ignore: [
    /läkare/,
    /chef/,
    /sekreterare/,
    /student/,
    /elev/,
    /terapeut/,
    /kurator/,
    /physician|doctor/,
  ],
};
const ACTIVITIES: Readonly<Record<'work' | 'absence', readonly RegExp[]>> = {
  work: [
    /^arbete/,
    /^arbetspass/,
    /^pass$/,
    /^tjänst/,
    /^jour$/,
    /^extrapass/,
    /^övertid/,
    /^work/,
    /^shift$/,
  ],
  absence: [
    ...[
      /semester/,
      /^sjuk/,
      /frånvar/,
      /^vab\b/,
      /vård av barn/,
      /ledig/,
      /^komp/,
      /^beredskap/,
      /utbildning/,
    ],
    ...[/vacation/, /^sick/, /absence/, /^leave/, /on-call/],
  ],
};

/** The columns of a file by their headings: a proposal. */
export function recognisedColumns(headings: readonly string[]): RosterColumns {
  const byName = new Map(headings.map((heading) => [comparable(heading), heading]));
  const columns: { [column in RosterColumn]?: string } = {};
  for (const column of ROSTER_COLUMNS) {
    const name = HEADINGS[column].find((heading) => byName.has(heading));
    if (name !== undefined) columns[column] = byName.get(name)!;
  }
  return columns;
}

/** What a word for a profession seems to mean; students and managers before the profession they are named after. */
export function recognisedRole(word: string): Role | 'ignore' | null {
  return matching(ROLES, word, ['ignore', 'na', 'rn']);
}

/** What a word for an activity seems to mean; `null` if it is not clear. */
export function recognisedActivity(word: string): 'work' | 'absence' | null {
  return matching(ACTIVITIES, word, ['absence', 'work']);
}

function matching<T extends string>(
  shapes: Readonly<Record<T, readonly RegExp[]>>,
  word: string,
  order: readonly T[],
): T | null {
  const text = comparable(word);
  return order.find((meaning) => shapes[meaning].some((shape) => shape.test(text))) ?? null;
}
