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
  print: 'Skriv ut för överrapportering',
  printedAt: (date: string, clock: string) => `Uppgifter från ${date} ${clock}`,
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
  rightNow: 'Just nu',
  marks: 'Att observera',
  presentNeeds: (present: string, required: string) => `${present} på plats, behöver ${required}`,
  onAverage: (present: string, required: string) =>
    `i snitt ${present} på plats, behöver ${required}`,
  needed: 'behövs',
  presentNow: 'på plats',
  needMinutes: 'Omvårdnadsbehov',
  norm: 'normbehov',
  normPersons: (persons: string) => `normbehov ${persons} personer`,
  ofUsual: (percent: string) => `${percent} % av vanligt`,
  ofUsualLoad: 'av vanlig belastning',
  noUsualNeedYet: 'normalt behov ännu inte känt',
  loadNow: 'Belastning just nu',
  balanceAt: '100 % = i balans',
  basis: {
    agreed: (from: string | null, rnPercent: string) =>
      `Behovet beräknas enligt beslutad bemanning${from === null ? '' : `, gäller från ${from}`}. Ssk-andel ${rnPercent} %.`,
  },
  noLevelHelp:
    'Ej kalibrerad: ingen bemanning är beslutad för avdelningen, så differensen är inte känd. Enhetschefen beslutar bemanningen per pass för en vanlig dag; systemförvaltaren lägger in den i avdelningsfilen (agreed). Under Planering finns ett förslag.',
  staff: 'ssk+usk',
  present: 'På plats',
  staffingMissing: 'bemanning saknas',
  staffingMissingOf: { rn: 'uppgift om ssk saknas', na: 'uppgift om usk saknas' },
  partStaffing: (hours: string, all: string) => `bemanning känd ${hours} av ${all} h`,
  atLeast: (minimum: string) => `minst ${minimum}`,
  outOf: 'av',
  atThisTime: 'just nu',
  patientsOfBeds: 'Belagda vårdplatser',
  beds: 'vpl',
  overBeds: (patients: string) =>
    `${patients} ${patients === '1' ? 'överbeläggning' : 'överbeläggningar'}`,
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
  needBy: {
    level: { unit: 'ssk+usk', key: 'behov, med osäkerhet' },
    norm: { unit: 'normbehov', key: 'behov enligt norm, med osäkerhet' },
  },
  normHelp:
    'Avdelningen är ej kalibrerad: kurvan visar behovet enligt norm och jämförs bara med det vanliga, inte med bemanningen.',
  keyPresent: 'på plats; framåt planerad bemanning',
  keyLack: 'behov större än bemanning',
  keyUsual:
    'normalt behov vid samma tid på liknande dagar: median av de åtta veckorna före, med p10–p90 (ingen prognos)',
  noUsualNeed: 'Normalt behov visas när det finns uppgifter för ett par veckor.',
  noStaffAhead: 'Planerad bemanning saknas för de kommande timmarna.',
  needSpan: (subject: string, span: string) => `${subject}: behov ${span} per timme.`,
  needUnknown: (subject: string) => `${subject}: behovet är okänt.`,
  presentSpan: (span: string) => `På plats eller planerat: ${span}.`,
  presentUnknown: 'Bemanning saknas.',
  noLack: 'Behovet är aldrig större än bemanningen.',
  lack: (hours: number, most: string) =>
    `Behovet är större än bemanningen under ${hours} ${hours === 1 ? 'timme' : 'timmar'}, som mest med ${most}.`,
  usualSpan: (span: string) => `Kommande timmar: normalt behov ${span}.`,
  loadBy: {
    level: {
      title: 'Belastning, %',
      key: 'behov i procent av dem på plats',
      rule: '100 % = i balans',
      unknown: 'Belastningen är okänd.',
      span: (span: string, hours: number) =>
        `Belastning ${span} %, över 100 % under ${hours} ${hours === 1 ? 'timme' : 'timmar'}.`,
    },
    norm: {
      title: 'Belastning, % av vanligt',
      key: 'belastning jämfört med vad som är vanligt under passet',
      rule: '100 % = som vanligt',
      unknown: 'Belastningen jämfört med det vanliga är okänd.',
      span: (span: string, hours: number) =>
        `Belastning ${span} % av vanligt, över 100 % under ${hours} ${hours === 1 ? 'timme' : 'timmar'}.`,
    },
  },

  shiftsTitle: 'Bemanning mot behov per pass',
  shiftsHelp:
    'Personer i genomsnitt per timme. Differens = på plats − behov, minus betyder att någon saknas. För kommande pass: normalt behov (p10–p90) och planerad bemanning. Behovet fördelas på ssk och usk enligt beslutad ssk-andel.',
  earlierShifts: 'Tidigare pass',
  shiftColumn: 'Pass',
  staffColumns: {
    earlier: { all: 'På plats', rn: 'Ssk på plats / behov', na: 'Usk på plats / behov' },
    coming: { all: 'På plats / plan', rn: 'Ssk / behov', na: 'Usk / behov' },
  },
  signal: 'Varning',
  usuallyNeeds: (median: string, range: string) => `vanligen ${median} (${range})`,
  byNorm: (persons: string) => `${persons} enligt norm`,
  running: (known: string, hours: string) => `pågår, ${known} av ${hours} h`,
  ahead: 'planerat',
  lendersOfRn: 'Kan låna ut en sjuksköterska',
  lendersUntil: (title: string, clock: string) =>
    `${title} fram till kl. ${clock.replace(/:00$/, '')}`,
  noOthersSeen:
    'Du ser bara den här avdelningen. Den som ser hela sjukhuset vet vem som kan låna ut.',
  toComingShifts: 'Vem som kan låna ut kommande pass',
  shortfall: 'Brist på ssk',
  rnBelowMinimum: (fewest: string, minimum: string) => `För få ssk: ${fewest} av minst ${minimum}`,
  noSignal: 'ingen',
  signalUnknown: 'visas inte',
  shortfallMeans:
    'Brist på ssk: mer än 8 ssk-timmar, eller mer än 25 % av behovet, saknas under passet (NICE SG1).',
  fewerMeans:
    'För få ssk: under någon timme färre än avdelningens minsta antal (två, om inget annat är bestämt; NICE SG1).',
  signalMeans:
    'Varningar visas inte när datatäckningen är under 70 %, bemanning saknas eller avdelningen är ej kalibrerad.',
  noShifts: 'Inga pass att visa.',

  legend:
    'Behov i personer: omvårdnadsminuter / 60 / andelen patientnära arbetstid, gånger avdelningens nivå. Nivån kommer av beslutad bemanning och räknar all omvårdnadspersonal, ssk och usk. Differens: på plats − behov.',
};

export type WardMessages = typeof ward;
