import { type ContactWords, contactWords } from './contact.ts';
import type { Lang } from './languages.ts';

/** Words of the wall, in Swedish. */
const sv = {
  scope: 'alla avdelningar',
  wards: 'Avdelningar',
  noWards: 'Inga avdelningar.',
  noneChosen: 'Ingen avdelning är så just nu.',
  showAll: 'Visa alla',
  pause: 'Pausa',
  resume: 'Fortsätt',
  kiosk: 'Storskärm',
  leaveKiosk: 'Lämna storskärm',
  order: 'Ordning',
  fixed: 'Fast',
  deviation: 'Avvikelse',
  type: 'Slag av avdelning',
  everyType: 'Alla slag',
  counts: 'Visa avdelningar per läge',
  required: 'Behov av personal',
  staffNeeded: 'ssk+usk behövs',
  noValue: 'inget värde',
  staff: 'ssk+usk',
  staffFull: 'Sjuksköterskor och undersköterskor, på plats av behövda',
  staffingMissing: 'bemanning saknas',
  beds: 'vpl',
  bedsFull: 'Patienter av vårdplatser',
  overBeds: (patients: string) => `+${patients} öb`,
  minutesFull: 'Behov av omvårdnad i minuter denna timme, med osäkerhet',
  trend: (low: string, high: string, now: string) =>
    `Behovet de senaste 24 timmarna: ${low}–${high} minuter per timme, nu ${now}.`,
  trendMissing: (hours: number) => `${hours} ${hours === 1 ? 'timme' : 'timmar'} saknas.`,
  noTrend: 'Behovet de senaste 24 timmarna är inte känt.',
  legend:
    'Kurva: behov i min/h, 24 timmar, från 0. Skala: belastning mot avdelningens vanliga, 0–200 %, fältet 85–115 %.',
};

const en: typeof sv = {
  scope: 'all wards',
  wards: 'Wards',
  noWards: 'No wards.',
  noneChosen: 'No ward is like this now.',
  showAll: 'Show all',
  pause: 'Pause',
  resume: 'Resume',
  kiosk: 'Big screen',
  leaveKiosk: 'Leave big screen',
  order: 'Order',
  fixed: 'Fixed',
  deviation: 'Deviation',
  type: 'Kind of ward',
  everyType: 'All kinds',
  counts: 'Show wards by state',
  required: 'Required staff',
  staffNeeded: 'RN+NA needed',
  noValue: 'no value',
  staff: 'RN+NA',
  staffFull: 'Registered nurses and nursing assistants, present of required',
  staffingMissing: 'no staffing known',
  beds: 'beds',
  bedsFull: 'Patients of beds',
  overBeds: (patients) => `+${patients} over`,
  minutesFull: 'Required nursing minutes this hour, with bounds',
  trend: (low, high, now) =>
    `Required over the last 24 hours: ${low}–${high} minutes per hour, now ${now}.`,
  trendMissing: (hours) => `${hours} ${hours === 1 ? 'hour is' : 'hours are'} missing.`,
  noTrend: 'What was required over the last 24 hours is not known.',
  legend:
    'Curve: required min/h, 24 hours, from 0. Scale: load against the ward’s usual, 0–200 %, the field 85–115 %.',
};

export type WallWords = ContactWords & typeof sv;

export const wallWords: Record<Lang, WallWords> = {
  sv: { ...contactWords.sv, ...sv },
  en: { ...contactWords.en, ...en },
};
