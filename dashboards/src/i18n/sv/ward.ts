import { contact } from './contact.ts';
import { judgement } from './judgement.ts';
import { patient } from './patient.ts';

/** Words of the ward's screen. */
export const ward = {
  ...contact,
  ...patient,
  ...judgement,
  ward: 'avdelning',
  toWall: 'Alla avdelningar',
  unknownWard: (id: string) =>
    id === ''
      ? 'Ingen avdelning är vald.'
      : `Avdelningen ”${id}” finns inte här, eller visas inte för dig.`,
  chooseWard: 'Välj avdelning',
  noneKnown: 'Inga avdelningar visas för dig.',
  noData: 'Servern har inga händelser från avdelningen än.',
  nowTitle: 'Läget nu',
  now: 'nu',
  need: 'Behov',
  needNurses: 'Behov av personal',
  staff: 'ssk+usk',
  usualLoad: 'Vanlig belastning',
  usualShare: (percent: string) => `vanligt ${percent} %`,
  noUsual: 'vanlig belastning inte känd än',
  present: 'På plats',
  staffingMissing: 'bemanning saknas',
  patientsOfBeds: 'Patienter av vårdplatser',
  beds: 'vpl',
  overBeds: (patients: string) => `${patients} överbeläggning`,
  emptyWard: 'Inga patienter på avdelningen just nu.',
  coverageTitle: 'Täckning',
  coverageHelp: 'så stor del av underlaget finns',
  thinHelp: 'För lite underlag: lita inte på siffran, och inget råd ges.',
  staleHelp: 'Värdet är inte aktuellt.',
  reason: {
    'no-events': 'inga händelser än',
    closed: 'stängd',
    'not-yet': 'inte än',
    'not-published-then': 'var inte känt då',
    'few-patients': 'för få patienter för att visas',
  },
  showRange: 'Visa',
  '48h': '48 h',
  '7d': '7 d',

  needTitle: 'Behov och bemanning',
  hour: 'Timme',
  bounds: 'Osäkerhet',
  gap: 'Gap',
  usualNeed: 'Vanligt behov',
  keyNeed: 'behov, med osäkerhet',
  keyPresent: 'på plats; efter nu planerat',
  keyLack: 'behov över bemanning',
  keyUsual: (weeks: string) =>
    `vanligt behov samma veckodag och timme, median av ${weeks} veckor med p10–p90; prognos finns inte än`,
  noUsualNeed: 'Vanligt behov framåt visas när minst två veckor är kända. Prognos finns inte än.',
  keyUsualLoad: 'vanlig belastning för avdelningen (85–115 % av medianen, åtta veckor)',
  noStaffAhead: 'Ingen planerad bemanning är känd för de kommande timmarna.',
  needSpan: (subject: string, span: string) => `${subject}: behov ${span} per timme.`,
  needUnknown: (subject: string) => `${subject}: behovet är inte känt.`,
  presentSpan: (span: string) => `På plats eller planerat ${span}.`,
  presentUnknown: 'Bemanning saknas.',
  noLack: 'Behovet är aldrig över bemanningen.',
  lack: (hours: number, most: string) =>
    `Behovet är över bemanningen i ${hours} ${hours === 1 ? 'timme' : 'timmar'}, som mest med ${most}.`,
  usualSpan: (span: string, weeks: string) =>
    `Kommande timmar: vanligt behov ${span}, median av ${weeks} veckor.`,
  loadTitle: 'Belastning',
  loadSpan: (span: string) => `Belastning ${span} %.`,
  loadUnknown: 'Belastningen är inte känd.',
  noUsualLoad: 'Vad som är vanligt för avdelningen är inte känt än.',
  usualLoadSpan: (span: string, hours: number) =>
    `Vanligt är ${span} %; över det i ${hours} ${hours === 1 ? 'timme' : 'timmar'}.`,

  shiftsTitle: 'Bemanning mot behov per pass',
  shiftsHelp:
    'Personal i snitt per timme i passet. Gap = på plats − behov. Behovet delas mellan ssk och usk som i planen.',
  shiftColumn: 'Pass',
  rnColumn: 'Ssk på plats / behov',
  naColumn: 'Usk på plats / behov',
  signal: 'Signal',
  running: (known: string, hours: string) => `pågår, ${known} av ${hours} h`,
  ahead: 'planerat',
  shortfall: 'Ssk saknas',
  fewerThanTwoRn: 'Färre än två ssk',
  noSignal: 'ingen',
  signalUnknown: 'visas inte',
  shortfallMeans:
    'Ssk saknas: det saknas mer än 8 ssk-timmar, eller mer än 25 % av behovet, i passet (NICE SG1).',
  fewerMeans: 'Färre än två ssk: i någon timme av passet (NICE SG1).',
  signalMeans:
    'Signaler visas inte när underlaget täcker under 70 % eller bemanningen inte är känd.',
  noShifts: 'Inga pass är kända.',

  legend:
    'Behov: minuter / 60 / den del av arbetstiden som är vid patienten. Gap: på plats − behov, i personer.',
};

export type WardWords = typeof ward;
