import { ahead } from './ahead.ts';
import { common } from './common.ts';
import { heatmap } from './heatmap.ts';
import { history } from './history.ts';
import { roster } from './roster.ts';
import { suggested } from './suggested.ts';

/** Messages of the planner's choices and of every panel. */
export const planner = {
  ...common,
  ...heatmap,
  ...history,
  ...ahead,
  ...suggested,
  ...roster,
  scope: 'planering',
  choiceTitle: 'Urval',
  wardsChosen: (chosen: number, all: number) => `Avdelningar: ${chosen} av ${all} valda`,
  all: 'Alla',
  mine: 'Mina avdelningar',
  keepMine: 'Spara som mina avdelningar',
  mineKept: 'Avdelningarna är sparade i den här webbläsaren och visas när du öppnar planeringen.',
  mineNotKept: 'Webbläsaren kunde inte spara avdelningarna.',
  similar: 'Likartade',
  similarHelp: 'Likartade: alla av samma typ som de valda. Minst en avdelning måste vara vald.',
  noWards: 'Du har inte behörighet till någon avdelning.',
  from: 'Från och med',
  to: 'Till och med',
  latest: 'Senaste',
  days: (days: number) => `${days} dygn`,
  grainTitle: 'Upplösning',
  grain: { hour: 'timme', shift: 'pass', day: 'dygn', week: 'vecka', month: 'månad' },
  grainLimit: (days: number) => ` (högst ${days} dygn)`,
  knownTitle: 'Värden',
  final: 'Slutliga',
  asKnown: 'Som det var känt',
  knownAt: 'Tidpunkt',
  calendar: {
    from: 'Öppna kalender för startdatum',
    to: 'Öppna kalender för slutdatum',
    known: 'Öppna kalender för tidpunkt',
  },
  dateExample: 'Skriv som 2026-11-27',
  clockExample: 'Skriv som 2026-11-27 07:00',
  finalValues: 'slutliga värden',
  knownThen: (time: string) => `som det var känt ${time}`,
  copy: 'Kopiera länk',
  copied: 'Länken är kopierad.',
  notCopied: 'Länken kunde inte kopieras. Kopiera den ur adressfältet.',
  shown: (wards: string, from: string, to: string, grain: string, known: string) =>
    `Historik: ${wards} · ${from} till ${to} · per ${grain} · ${known}`,
  printed: (date: string) => `Utskriftsdatum ${date}`,
  corrected: {
    wards:
      'En avdelning i länken finns inte, eller så saknar du behörighet till den. Den är utelämnad.',
    from: 'Startdatumet i länken är ogiltigt. Ett annat används.',
    to: 'Slutdatumet i länken är ogiltigt. Ett annat används.',
    range: 'Perioden är ändrad: den får vara högst 400 dygn och måste sluta efter att den börjar.',
    grain: 'Upplösningen är ändrad: den valda finns inte, eller är för fin för en så lång period.',
    measure: 'Värmekartans mått i länken finns inte. Differens visas.',
    compared: 'Jämförelsemåttet i länken finns inte. Belastning visas.',
    ahead: 'Tabellens urval i länken finns inte. Alla avdelningar visas.',
    known: 'Tidpunkten i länken är ogiltig. Slutliga värden visas.',
  },

  method: 'Så räknas det',
  downloadAs: 'Ladda ner:',
  csv: 'CSV (Excel)',
  parquet: 'Parquet',
  need: 'Behov',
  staffing: 'Bemanning',
  gap: 'Differens',
  minutesPerHour: 'Minuter per timme',
  present: 'På plats',
  staff: 'ssk+usk',
  bounds: 'Osäkerhet',
  until: 'till',
  noData: 'Det finns inga uppgifter för urvalet.',
  notKnownThen: 'Inga uppgifter för urvalet var kända då.',
  coverageSpan: (span: string) => `Datatäckning ${span} %.`,
  coverageUnknown: 'Datatäckningen är okänd.',
  hidden: (hours: string) =>
    `${hours} ${hours === '1' ? 'avdelningstimme' : 'avdelningstimmar'} visas inte: för få patienter.`,
  noStaffing: 'Bemanning saknas: behovet visas men ingen differens.',
  noLevelHelp:
    'Ej kalibrerad: ingen bemanning är beslutad för avdelningen, så behovet kan inte jämföras med bemanningen här. Behovet enligt norm, i personer, visas under Behov mot bemanning över tid. Enhetschefen beslutar bemanningen per pass för en vanlig dag; systemförvaltaren lägger in den i avdelningsfilen (agreed).',
  noStaffingOrLevel: 'Bemanning eller nivå saknas: varken belastning eller differens kan visas.',
  cut: 'Alla rader visas inte. Välj en kortare period eller ladda ner filen.',
  meaning:
    'Behov i personer: omvårdnadsminuter / 60 / andelen patientnära arbetstid × avdelningens nivå. Differens: på plats − behov. En avdelning utan nivå är ej kalibrerad och har ingen differens.',
  reason: {
    'no-events': 'inga uppgifter',
    closed: 'stängd',
    'not-yet': 'ännu inte',
    'not-published-then': 'var inte känt då',
    'few-patients': 'för få patienter för att visas',
  },
  legend:
    'Differens: på plats − behov, i personer. Minus betyder att behovet är större än bemanningen. Enskilda patienter visas aldrig här.',
};

export type PlannerMessages = typeof planner;
