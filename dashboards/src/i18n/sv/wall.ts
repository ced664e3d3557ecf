import { connection } from './connection.ts';

/** Messages of the wall. */
export const wall = {
  ...connection,
  scope: 'alla avdelningar',
  wards: 'Avdelningar',
  noWards: 'Inga avdelningar.',
  noneChosen: 'Ingen avdelning har det läget just nu.',
  showAll: 'Visa alla',
  pause: 'Pausa',
  resume: 'Fortsätt',
  kiosk: 'Storskärmsläge',
  leaveKiosk: 'Avsluta storskärmsläge',
  order: 'Ordning',
  fixed: 'Fast ordning',
  deviation: 'Efter avvikelse',
  type: 'Avdelningstyp',
  everyType: 'Alla typer',
  counts: 'Visa avdelningar per läge',
  required: 'Bemanningsbehov',
  staffNeeded: 'ssk+usk behövs',
  noValue: 'värde saknas',
  staff: 'ssk+usk',
  staffFull: 'Sjuksköterskor och undersköterskor, på plats / behov',
  staffingMissing: 'bemanning saknas',
  data: 'data',
  beds: 'vpl',
  bedsFull: 'Belagda vårdplatser',
  overBeds: (patients: string) => `+${patients} öb`,
  minutesFull: 'Omvårdnadsbehov i minuter den här timmen, med osäkerhet',
  trend: (low: string, high: string, now: string) =>
    `Omvårdnadsbehov de senaste 24 timmarna: ${low}–${high} minuter per timme, nu ${now}.`,
  trendMissing: (hours: number) => `Värde saknas för ${hours} ${hours === 1 ? 'timme' : 'timmar'}.`,
  noTrend: 'Omvårdnadsbehovet de senaste 24 timmarna är okänt.',
  legend:
    'Kurva: omvårdnadsbehov i min/h de senaste 24 timmarna, från 0. Skala: belastning i procent av avdelningens normala, 0–200 %; fältet visar 85–115 %.',
};

export type WallMessages = typeof wall;
