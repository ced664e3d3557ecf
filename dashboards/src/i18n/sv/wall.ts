import { contact } from './contact.ts';

/** Words of the wall. */
export const wall = {
  ...contact,
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

export type WallWords = typeof wall;
