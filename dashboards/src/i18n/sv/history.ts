/** Messages of the history of wards. */
export const history = {
  historyTitle: 'Behov mot bemanning över tid',
  historyHelp: (grain: string) =>
    `Personer (ssk+usk), genomsnitt per timme. Upplösning: ${grain}. Samma skala för alla avdelningar.`,
  keyNeed: 'behov, med osäkerhet',
  keyNorm: 'behov enligt norm (ej kalibrerad)',
  keyPresent: 'på plats; framåt planerad bemanning',
  keyLack: 'behov större än bemanning',
  keyChanged: 'ändrat sedan dess',
  period: 'Period',
  week: (week: number) => `v. ${week}`,
  hoursColumn: 'Timmar med värde',
  changedColumn: 'Sedan dess',
  changed: 'ändrat',
  unchanged: 'oförändrat',
  needSpan: (ward: string, span: string) => `${ward}: behov ${span} per timme.`,
  normSpan: (ward: string, span: string) =>
    `${ward}: ej kalibrerad, behov enligt norm ${span} per timme.`,
  byNorm: (need: string) => `${need} enligt norm`,
  noLevelHistory: 'Ej kalibrerad: behovet visas enligt norm, utan differens.',
  needUnknown: (ward: string) => `${ward}: behovet är okänt.`,
  presentSpan: (span: string) => `På plats ${span}.`,
  presentUnknown: 'Bemanning saknas.',
  lackIn: (lacking: string, all: string, grains: string, most: string) =>
    `Behovet är större än bemanningen i ${lacking} av ${all} ${grains}, som mest med ${most}.`,
  noLack: 'Behovet är aldrig större än bemanningen.',
  historyMethod:
    'Genomsnitt per timme, så att dygn med 23 och 25 timmar kan jämföras. Behovet räknas om till personer med avdelningens nivå. Differensen räknas på timmar där behov, bemanning och nivå är kända. Osäkerheten visar hur lågt och hur högt behovet kan vara när underlag saknas.',
  outside:
    'Du tillhör inte alla avdelningar som visas. För de andra är behovet avrundat till 5 minuter per timme. Hur behovet fördelas visas inte timme för timme: filen innehåller fördelningen för hela pass och längre, och bara när den gäller minst fem patienter. Annars skulle en enskild patient kunna kännas igen.',
  changesTitle: 'Ändringar sedan dess',
  changesNone: 'Inga timmar har ändrats sedan dess.',
  changesSome: (hours: string, span: string) =>
    `Timmar med ändrat värde: ${hours}. Behovet har ändrats med ${span} minuter per timme.`,
  changesNew: (hours: string) => `Timmar som har fått ett värde, eller förlorat det: ${hours}.`,
  changesOne: 'Ändringar timme för timme visas när en enda avdelning är vald.',
  thenColumn: 'Då, min/h',
  sinceColumn: 'Slutligt, min/h',
  changeColumn: 'Ändring, min/h',
  firstHours: (shown: string, all: string) => `De första timmarna: ${shown} av ${all}.`,
};

export type HistoryMessages = typeof history;
