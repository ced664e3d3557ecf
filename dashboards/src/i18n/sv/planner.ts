import { common } from './common.ts';
import { gaps } from './gaps.ts';
import { heatmap } from './heatmap.ts';
import { history } from './history.ts';

/** Words of the planner's choices and of every panel. */
export const planner = {
  ...common,
  ...heatmap,
  ...history,
  ...gaps,
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
    'Behov: minuter / 60 / den del av arbetstiden som är vid patienten. Gap: på plats − behov, i personer.',
  reason: {
    'no-events': 'inga händelser',
    closed: 'stängd',
    'not-yet': 'inte än',
    'not-published-then': 'var inte känt då',
    'few-patients': 'för få patienter för att visas',
  },
  legend:
    'Gap: på plats − behov, i personer. Minus betyder att behovet är större än bemanningen. Patienter visas aldrig här.',
};

export type PlannerWords = typeof planner;
