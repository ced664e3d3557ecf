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
  page: (page: number, pages: number) => `Sida ${page} av ${pages}`,
  pages: 'Sidor med avdelningar',
  turnOff: 'Stanna på sidan',
  turnOn: 'Bläddra igen',
  totals: 'Summor',
  total: 'Totalt nu',
  divisions: 'Visa avdelningar per division',
  totalOf: (division: string) => `${division} nu`,
  uncounted: (wards: number) => `${wards} inte med i summan`,
  noneCounted: (reasons: string) => `Ingen avdelning kan räknas med: ${reasons}`,
  ledUntil: (wards: number, until: string) =>
    `${wards} ${wards === 1 ? 'ruta' : 'rutor'} gäller ${until}`,
  nobodyMissing: (wards: number) =>
    wards === 1 ? 'Ingen saknas på avdelningen' : `Ingen av ${wards} avdelningar saknar någon`,
  wardsShort: (wards: number) =>
    `${wards} ${wards === 1 ? 'avdelning' : 'avdelningar'} saknar personal`,
  wardsTight: (wards: number) => `${wards} ${wards === 1 ? 'ansträngd' : 'ansträngda'}`,
  difference: 'Differens i personer, på plats minus behov',
  differenceRn: 'Differens i sjuksköterskor',
  now: 'nu',
  present: 'på plats',
  presentFull: 'Sjuksköterskor och undersköterskor på plats den här timmen',
  meanUntil: (until: string) => `Personer i genomsnitt ${until}`,
  requires: 'behöver',
  requiresFull: 'Personer som behövs den här timmen',
  needed: 'behövs',
  norm: 'normbehov',
  normFull: 'Behov i personer enligt norm, utan avdelningens egen nivå',
  usualShare: 'Behov per person på plats jämfört med det vanliga',
  ofUsual: '% av vanlig belastning',
  patients: 'patienter',
  data: 'data',
  beds: 'vpl',
  bedsFull: 'Belagda vårdplatser',
  trend: (low: string, high: string, now: string) =>
    `Omvårdnadsbehov de senaste 24 timmarna: ${low}–${high} minuter per timme, nu ${now}.`,
  trendMissing: (hours: number) => `Värde saknas för ${hours} ${hours === 1 ? 'timme' : 'timmar'}.`,
  noTrend: 'Omvårdnadsbehovet de senaste 24 timmarna är okänt.',
  legend:
    'Differens: på plats − behov, i personer (ssk och usk). Stapel: behov i % av dem på plats, strecket är 100 %. Kurva: behovet de senaste 24 timmarna. Summor: avdelningar med känd bemanning och nivå.',
};

export type WallMessages = typeof wall;
