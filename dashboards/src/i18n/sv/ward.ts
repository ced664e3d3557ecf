import { connection } from './connection.ts';
import { judgement } from './judgement.ts';
import { patient } from './patient.ts';

/** Messages of the ward's screen. */
export const ward = {
  ...connection,
  ...patient,
  ...judgement,
  ward: 'avdelning',
  toWall: 'Alla avdelningar',
  unknownWard: (id: string) =>
    id === ''
      ? 'Ingen avdelning är vald.'
      : `Avdelningen ”${id}” finns inte, eller så saknar du behörighet till den.`,
  chooseWard: 'Välj avdelning',
  noneKnown: 'Du har inte behörighet till någon avdelning.',
  noData: 'Inga uppgifter har kommit in från avdelningen ännu.',
  nowTitle: 'Läget nu',
  now: 'nu',
  need: 'Behov',
  needNurses: 'Bemanningsbehov',
  staff: 'ssk+usk',
  usualLoad: 'Normal belastning',
  usualShare: (percent: string) => `normalt ${percent} %`,
  noUsual: 'normal belastning ännu inte känd',
  present: 'På plats',
  staffingMissing: 'bemanning saknas',
  patientsOfBeds: 'Belagda vårdplatser',
  beds: 'vpl',
  overBeds: (patients: string) => `${patients} överbeläggning`,
  emptyWard: 'Inga patienter på avdelningen just nu.',
  coverageTitle: 'Datatäckning',
  coverageHelp: 'andel av underlaget som finns',
  thinHelp: 'Underlaget räcker inte: siffran är osäker och inga förslag ges.',
  staleHelp: 'Värdet är inte aktuellt.',
  reason: {
    'no-events': 'inga uppgifter ännu',
    closed: 'stängd',
    'not-yet': 'ännu inte',
    'not-published-then': 'var inte känt då',
    'few-patients': 'för få patienter för att visas',
  },
  showRange: 'Visa',
  '48h': '48 h',
  '7d': '7 dygn',

  needTitle: 'Behov och bemanning',
  hour: 'Timme',
  bounds: 'Osäkerhet',
  gap: 'Differens',
  usualNeed: 'Normalt behov',
  keyNeed: 'behov, med osäkerhet',
  keyPresent: 'på plats; framåt planerad bemanning',
  keyLack: 'behov större än bemanning',
  keyUsual: (weeks: string) =>
    `normalt behov samma veckodag och timme: median av ${weeks} veckor med p10–p90 (ingen prognos)`,
  noUsualNeed: 'Normalt behov framåt visas när det finns uppgifter för minst två veckor.',
  keyUsualLoad: 'normal belastning för avdelningen (85–115 % av medianen, åtta veckor)',
  noStaffAhead: 'Planerad bemanning saknas för de kommande timmarna.',
  needSpan: (subject: string, span: string) => `${subject}: behov ${span} per timme.`,
  needUnknown: (subject: string) => `${subject}: behovet är okänt.`,
  presentSpan: (span: string) => `På plats eller planerat: ${span}.`,
  presentUnknown: 'Bemanning saknas.',
  noLack: 'Behovet är aldrig större än bemanningen.',
  lack: (hours: number, most: string) =>
    `Behovet är större än bemanningen under ${hours} ${hours === 1 ? 'timme' : 'timmar'}, som mest med ${most}.`,
  usualSpan: (span: string, weeks: string) =>
    `Kommande timmar: normalt behov ${span}, median av ${weeks} veckor.`,
  loadTitle: 'Belastning',
  loadSpan: (span: string) => `Belastning ${span} %.`,
  loadUnknown: 'Belastningen är okänd.',
  noUsualLoad: 'Avdelningens normala belastning är ännu inte känd.',
  usualLoadSpan: (span: string, hours: number) =>
    `Normalt är ${span} %; högre under ${hours} ${hours === 1 ? 'timme' : 'timmar'}.`,

  shiftsTitle: 'Bemanning mot behov per pass',
  shiftsHelp:
    'Personal i genomsnitt per timme under passet. Differens = på plats − behov. Behovet fördelas på ssk och usk enligt planerad bemanning.',
  shiftColumn: 'Pass',
  rnColumn: 'Ssk på plats / behov',
  naColumn: 'Usk på plats / behov',
  signal: 'Varning',
  running: (known: string, hours: string) => `pågår, ${known} av ${hours} h`,
  ahead: 'planerat',
  shortfall: 'Ssk saknas',
  fewerThanTwoRn: 'Färre än två ssk',
  noSignal: 'ingen',
  signalUnknown: 'visas inte',
  shortfallMeans:
    'Ssk saknas: mer än 8 ssk-timmar, eller mer än 25 % av behovet, saknas under passet (NICE SG1).',
  fewerMeans: 'Färre än två ssk: under någon timme av passet (NICE SG1).',
  signalMeans: 'Varningar visas inte när datatäckningen är under 70 % eller bemanningen saknas.',
  noShifts: 'Inga pass att visa.',

  legend:
    'Behov i personer: omvårdnadsminuter / 60 / andelen patientnära arbetstid. Differens: på plats − behov.',
};

export type WardMessages = typeof ward;
