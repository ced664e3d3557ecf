import { type ContactWords, contactWords } from './contact.ts';
import { type JudgementWords, judgementWords } from './judgement.ts';
import type { Lang } from './languages.ts';
import { type PatientWords, patientWords } from './patient.ts';

/** Words of the ward's screen, in Swedish. */
const sv = {
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

const en: typeof sv = {
  ward: 'ward',
  toWall: 'All wards',
  unknownWard: (id) =>
    id === '' ? 'No ward is chosen.' : `There is no ward “${id}” here, or you may not see it.`,
  chooseWard: 'Choose a ward',
  noneKnown: 'There are no wards that you may see.',
  noData: 'The server has no events of the ward yet.',
  nowTitle: 'As it stands',
  now: 'now',
  need: 'Required',
  needNurses: 'Required staff',
  staff: 'RN+NA',
  usualLoad: 'Usual load',
  usualShare: (percent) => `usually ${percent} %`,
  noUsual: 'usual load not known yet',
  present: 'Present',
  staffingMissing: 'no staffing known',
  patientsOfBeds: 'Patients of beds',
  beds: 'beds',
  overBeds: (patients) => `${patients} over the beds`,
  emptyWard: 'No patients on the ward now.',
  coverageTitle: 'Coverage',
  coverageHelp: 'share of the inputs that is there',
  thinHelp: 'Too few inputs: do not trust the value, and no advice is given.',
  staleHelp: 'The value is not current.',
  reason: {
    'no-events': 'no events yet',
    'not-yet': 'not yet',
    'not-published-then': 'was not known then',
    'few-patients': 'too few patients to be shown',
  },
  showRange: 'Show',
  '48h': '48 h',
  '7d': '7 d',

  needTitle: 'Required and present staff',
  hour: 'Hour',
  bounds: 'Bounds',
  gap: 'Gap',
  usualNeed: 'Usually required',
  keyNeed: 'required, with bounds',
  keyPresent: 'present; planned after now',
  keyLack: 'more required than present',
  keyUsual: (weeks) =>
    `usually required at this weekday and hour, median of ${weeks} weeks with p10–p90; there is no forecast yet`,
  noUsualNeed:
    'What is usually required ahead is shown once two weeks are known. There is no forecast yet.',
  keyUsualLoad: 'the ward’s usual load (85–115 % of the median, eight weeks)',
  noStaffAhead: 'No planned staffing is known for the coming hours.',
  needSpan: (subject, span) => `${subject}: ${span} required an hour.`,
  needUnknown: (subject) => `${subject}: what is required is not known.`,
  presentSpan: (span) => `Present or planned ${span}.`,
  presentUnknown: 'No staffing is known.',
  noLack: 'Never more required than present.',
  lack: (hours, most) =>
    `More required than present in ${hours} ${hours === 1 ? 'hour' : 'hours'}, by ${most} at most.`,
  usualSpan: (span, weeks) => `Coming hours: usually ${span} required, median of ${weeks} weeks.`,
  loadTitle: 'Load',
  loadSpan: (span) => `Load ${span} %.`,
  loadUnknown: 'The load is not known.',
  noUsualLoad: 'What is usual for the ward is not known yet.',
  usualLoadSpan: (span, hours) =>
    `Usual is ${span} %; above it in ${hours} ${hours === 1 ? 'hour' : 'hours'}.`,

  shiftsTitle: 'Present against required by shift',
  shiftsHelp:
    'Staff on average over the hours of the shift. Gap = present − required. What is required is parted between RN and NA as in the plan.',
  shiftColumn: 'Shift',
  rnColumn: 'RN present / required',
  naColumn: 'NA present / required',
  signal: 'Flag',
  running: (known, hours) => `running, ${known} of ${hours} h`,
  ahead: 'planned',
  shortfall: 'RN shortfall',
  fewerThanTwoRn: 'Fewer than two RN',
  noSignal: 'none',
  signalUnknown: 'not shown',
  shortfallMeans:
    'RN shortfall: more than 8 RN hours, or more than 25 % of those required, are lacking in the shift (NICE SG1).',
  fewerMeans: 'Fewer than two RN: in some hour of the shift (NICE SG1).',
  signalMeans: 'No flags are shown where coverage is below 70 % or staffing is not known.',
  noShifts: 'No shifts are known.',

  legend:
    'Required: minutes / 60 / the share of working time that is at the bedside. Gap: present − required, in persons.',
};

export type WardWords = ContactWords & PatientWords & JudgementWords & typeof sv;

export const wardWords: Record<Lang, WardWords> = {
  sv: { ...contactWords.sv, ...patientWords.sv, ...judgementWords.sv, ...sv },
  en: { ...contactWords.en, ...patientWords.en, ...judgementWords.en, ...en },
};
