import { type CommonWords, commonWords } from './common.ts';
import { gapWords } from './gaps.ts';
import { heatmapWords } from './heatmap.ts';
import { historyWords } from './history.ts';
import type { Lang } from './languages.ts';

/** Words of the planner's choices and of every panel, in Swedish. */
const sv = {
  scope: 'planering',
  choiceTitle: 'Urval',
  wardsChosen: (chosen: number, all: number) => `Avdelningar: ${chosen} av ${all} valda`,
  all: 'Alla',
  similar: 'Likartade',
  similarHelp: 'Likartade: alla av samma slag som de valda. Minst en avdelning är alltid vald.',
  noWards: 'Inga avdelningar visas för dig.',
  from: 'Från och med',
  to: 'Till och med',
  latest: 'Senaste',
  days: (days: number) => `${days} d`,
  grainTitle: 'Upplösning',
  grain: { hour: 'timme', shift: 'pass', day: 'dygn', week: 'vecka', month: 'månad' },
  grainLimit: (days: number) => ` (högst ${days} dygn)`,
  knownTitle: 'Värden',
  final: 'Slutliga',
  asKnown: 'Som det var känt',
  knownAt: 'Känt vid tidpunkten',
  finalValues: 'slutliga värden',
  knownThen: (time: string) => `som det var känt ${time}`,
  copy: 'Kopiera länk',
  copied: 'Länken är kopierad.',
  notCopied: 'Länken kunde inte kopieras. Kopiera den ur adressfältet.',
  shown: (wards: string, from: string, to: string, grain: string, known: string) =>
    `${wards} · ${from} till ${to} · per ${grain} · ${known}`,
  printed: (date: string) => `Utskrivet ${date}`,
  corrected: {
    wards: 'En avdelning i adressen finns inte, eller visas inte för dig. Den är utelämnad.',
    from: 'Startdatumet i adressen gick inte att läsa. Ett annat visas.',
    to: 'Slutdatumet i adressen gick inte att läsa. Ett annat visas.',
    range: 'Perioden är ändrad: den är högst 400 dygn och slutar inte före sin början.',
    grain: 'Upplösningen är ändrad: den valda finns inte, eller är för fin för en så lång period.',
    measure: 'Värmekartans mått i adressen finns inte. Gap visas.',
    compared: 'Måttet att jämföra i adressen finns inte. Belastning visas.',
    known: 'Tidpunkten i adressen gick inte att läsa. Slutliga värden visas.',
  },

  method: 'Så räknas det',
  take: 'Ta med:',
  csv: 'CSV (Excel)',
  parquet: 'Parquet',
  need: 'Behov',
  staffing: 'Bemanning',
  gap: 'Gap',
  minutesPerHour: 'Minuter per timme',
  present: 'På plats',
  staff: 'ssk+usk',
  bounds: 'Osäkerhet',
  until: 'till',
  noData: 'Inga värden finns för urvalet.',
  notKnownThen: 'Inget av det valda var känt då.',
  coverageSpan: (span: string) => `Täckning ${span} %.`,
  coverageUnknown: 'Täckningen är inte känd.',
  hidden: (hours: string) =>
    `${hours} ${hours === '1' ? 'avdelningstimme' : 'avdelningstimmar'} visas inte: för få patienter.`,
  noStaffing: 'Bemanning saknas: behovet visas, gapet inte.',
  cut: 'Svaret är avkortat: alla rader fick inte plats. Välj en kortare period eller ta med filen.',
  meaning:
    'Behov: omvårdnadsminuter / 60 / den del av arbetstiden som är vid patienten. Gap: på plats − behov, i personer.',
  reason: {
    'no-events': 'inga händelser',
    'not-yet': 'inte än',
    'not-published-then': 'var inte känt då',
    'few-patients': 'för få patienter för att visas',
  },
  legend:
    'Gap: på plats − behov, i personer. Minus betyder att behovet är större än bemanningen. Patienter visas aldrig här.',
};

const en: typeof sv = {
  scope: 'planning',
  choiceTitle: 'Choice',
  wardsChosen: (chosen, all) => `Wards: ${chosen} of ${all} chosen`,
  all: 'All',
  similar: 'Similar',
  similarHelp: 'Similar: all of the same kind as those chosen. One ward or more is always chosen.',
  noWards: 'There are no wards that you may see.',
  from: 'From',
  to: 'To, inclusive',
  latest: 'Latest',
  days: (days) => `${days} d`,
  grainTitle: 'Grain',
  grain: { hour: 'hour', shift: 'shift', day: 'day', week: 'week', month: 'month' },
  grainLimit: (days) => ` (at most ${days} days)`,
  knownTitle: 'Values',
  final: 'Final',
  asKnown: 'As known then',
  knownAt: 'Known at',
  finalValues: 'final values',
  knownThen: (time) => `as known ${time}`,
  copy: 'Copy link',
  copied: 'The link is copied.',
  notCopied: 'The link could not be copied. Copy it from the address bar.',
  shown: (wards, from, to, grain, known) => `${wards} · ${from} to ${to} · by ${grain} · ${known}`,
  printed: (date) => `Printed ${date}`,
  corrected: {
    wards: 'A ward in the address does not exist, or you may not see it. It is left out.',
    from: 'The first date in the address could not be read. Another is shown.',
    to: 'The last date in the address could not be read. Another is shown.',
    range: 'The range is changed: it is at most 400 days and does not end before it begins.',
    grain: 'The grain is changed: the one chosen does not exist, or is too fine for the range.',
    measure: 'There is no such measure of the heatmap as in the address. The gap is shown.',
    compared: 'There is no such measure to compare as in the address. Load is shown.',
    known: 'The time in the address could not be read. Final values are shown.',
  },

  method: 'How it is computed',
  take: 'Take along:',
  csv: 'CSV (Excel)',
  parquet: 'Parquet',
  need: 'Required',
  staffing: 'Staffing',
  gap: 'Gap',
  minutesPerHour: 'Minutes per hour',
  present: 'Present',
  staff: 'RN+NA',
  bounds: 'Bounds',
  until: 'to',
  noData: 'There are no values of what is chosen.',
  notKnownThen: 'Nothing of what is chosen was known then.',
  coverageSpan: (span) => `Coverage ${span} %.`,
  coverageUnknown: 'Coverage is not known.',
  hidden: (hours) =>
    `${hours} ${hours === '1' ? 'ward-hour is' : 'ward-hours are'} withheld: too few patients.`,
  noStaffing: 'No staffing is known: what is required is shown, the gap is not.',
  cut: 'The answer is cut: not all rows had room. Choose a shorter range or take the file along.',
  meaning:
    'Required: nursing minutes / 60 / the share of working time at the bedside. Gap: present − required, in persons.',
  reason: {
    'no-events': 'no events',
    'not-yet': 'not yet',
    'not-published-then': 'was not known then',
    'few-patients': 'too few patients to be shown',
  },
  legend:
    'Gap: present − required, in persons. Minus means that more is required than present. Patients are never shown here.',
};

/** Words of every part of the planner. */
export type PlannerWords = CommonWords &
  typeof sv &
  (typeof heatmapWords)['sv'] &
  (typeof historyWords)['sv'] &
  (typeof gapWords)['sv'];

export const plannerWords: Record<Lang, PlannerWords> = {
  sv: { ...commonWords.sv, ...heatmapWords.sv, ...historyWords.sv, ...gapWords.sv, ...sv },
  en: { ...commonWords.en, ...heatmapWords.en, ...historyWords.en, ...gapWords.en, ...en },
};
