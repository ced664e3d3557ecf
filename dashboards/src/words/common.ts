import type { Lang } from './languages.ts';

/** Words of every screen, in Swedish. */
const sv = {
  title: 'Vårdintensitet',
  skip: 'Till innehållet',
  screens: 'Sidor',
  wall: 'Väggen',
  planner: 'Planering',
  pipeline: 'Driftläge',
  language: 'Språk',
  theme: 'Mörkt läge',
  disclaimer: 'Beslutsstöd på avdelningsnivå, ingen klinisk rådgivning.',
  loading: 'Läser in …',
  retry: 'Försök igen',
  table: 'Visa som tabell',
  unknown: 'okänt',
  missing: 'saknas',

  signedOut: 'Logga in',
  key: 'Nyckel',
  keyHelp:
    'En nyckel som får se avdelningar. På den här datorn ligger den i filen local-key bland serverns data.',
  signIn: 'Logga in',
  refused: 'Nyckeln gäller inte.',
  failed: 'Inget svar från servern. Försök igen.',
  signOut: 'Logga ut',

  forbidden: 'Du har inte behörighet att se det här.',
  notFound: 'Det finns inte här.',
  busy: 'Servern har mycket att göra. Försök igen om en stund.',
  unreachable: 'Ingen kontakt med servern.',
  broken: 'Servern kunde inte svara.',

  farOver: 'Långt över',
  over: 'Över',
  within: 'Inom',
  under: 'Under',
  noStaffing: 'Bara behov',
  stale: 'Inaktuell',
  thin: 'Låg täckning',

  load: 'Belastning',
  coverage: 'täckning',
  coverageFull: 'Så stor del av underlaget finns',
  freshness: 'Senaste underlag',
  minutes: 'min/h',
  rn: 'ssk',
  na: 'usk',
  rnFull: 'Sjuksköterskor',
  naFull: 'Undersköterskor',
  shift: (id: string) => ({ day: 'dag', evening: 'kväll', night: 'natt' })[id] ?? id,
  wardType: (type: string) => WARD_TYPES[type] ?? type,

  justNow: 'nyss',
  minutesAgo: (minutes: number) => `för ${minutes} min sedan`,
  hoursAgo: (hours: number) => `för ${hours} tim sedan`,
  daysAgo: (days: number) => `för ${days} d sedan`,
  noInput: 'inget underlag',
  summerTime: 'sommartid',
  standardTime: 'normaltid',
};

/** Kinds of wards that sites name in English; any other name is shown as the site has it. */
const WARD_TYPES: Record<string, string> = {
  surgery: 'kirurgi',
  medicine: 'medicin',
  orthopaedics: 'ortopedi',
  geriatrics: 'geriatrik',
  cardiology: 'kardiologi',
  pulmonary: 'lungmedicin',
  neurology: 'neurologi',
  infection: 'infektion',
  acute: 'akutvård',
  oncology: 'onkologi',
  urology: 'urologi',
  paediatrics: 'barn',
  maternity: 'BB',
  haematology: 'hematologi',
  'intensive-care': 'intensivvård',
};

/** A dictionary has every word, and takes the same parts into it. */
export type CommonWords = typeof sv;

const en: CommonWords = {
  title: 'Care intensity',
  skip: 'To the content',
  screens: 'Pages',
  wall: 'The wall',
  planner: 'Planning',
  pipeline: 'Operation',
  language: 'Language',
  theme: 'Dark mode',
  disclaimer: 'Decision support on ward level, no clinical advice.',
  loading: 'Loading …',
  retry: 'Try again',
  table: 'Show as table',
  unknown: 'unknown',
  missing: 'missing',

  signedOut: 'Sign in',
  key: 'Key',
  keyHelp:
    'A key that may see wards. On this computer it is in the file local-key among the server’s data.',
  signIn: 'Sign in',
  refused: 'The key is not valid.',
  failed: 'No answer from the server. Try again.',
  signOut: 'Sign out',

  forbidden: 'You may not see this.',
  notFound: 'There is no such thing here.',
  busy: 'The server has much to do. Try again in a while.',
  unreachable: 'No contact with the server.',
  broken: 'The server could not answer.',

  farOver: 'Far over',
  over: 'Over',
  within: 'Within',
  under: 'Under',
  noStaffing: 'Need only',
  stale: 'Stale',
  thin: 'Low coverage',

  load: 'Load',
  coverage: 'coverage',
  coverageFull: 'Share of the inputs that is there',
  freshness: 'Newest input',
  minutes: 'min/h',
  rn: 'RN',
  na: 'NA',
  rnFull: 'Registered nurses',
  naFull: 'Nursing assistants',
  shift: (id) => id,
  wardType: (type) => type,

  justNow: 'just now',
  minutesAgo: (minutes) => `${minutes} min ago`,
  hoursAgo: (hours) => `${hours} h ago`,
  daysAgo: (days) => `${days} d ago`,
  noInput: 'no input',
  summerTime: 'summer time',
  standardTime: 'standard time',
};

export const commonWords: Record<Lang, CommonWords> = { sv, en };
