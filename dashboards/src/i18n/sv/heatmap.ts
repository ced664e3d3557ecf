/** Messages of the heatmap and of wards compared. */
export const heatmap = {
  heatTitle: 'Värmekarta: veckodag och timme',
  heatMeasure: 'Visa i värmekartan',
  heatHelp: (measure: string) =>
    `${measure}: genomsnitt per timme, i personer (ssk+usk). Med flera avdelningar valda visas medelvärdet per avdelning, inte summan.`,
  heatKeys: 'Förflytta dig mellan rutorna med piltangenterna.',
  weekday: 'Veckodag',
  cell: (day: string, from: string, to: string) => `${day} ${from}–${to}`,
  readout: (place: string, measure: string, mean: string, spread: string, n: string) =>
    `${place}: ${measure} ${mean} i genomsnitt, p10–p90 ${spread}, n ${n}`,
  readoutMissing: (place: string, measure: string) => `${place}: ${measure} saknas`,
  readoutHidden: (hours: string) => `${hours} ${hours === '1' ? 'timme' : 'timmar'} visas inte`,
  scale: 'Skala',
  lackSide: 'behovet är större',
  surplusSide: 'bemanningen är större',
  heatN: (cells: string, n: string) =>
    `n ${n} ${n === '1' ? 'timme' : 'timmar'} per ruta, ${cells} av 168 rutor har ett värde.`,
  heatNoLevel: (wards: string) =>
    `Ej kalibrerat: ${wards} ingår i bemanningen, men inte i behov och differens.`,
  heatSomeLevels: 'Timmar utan nivå ingår i bemanningen, men inte i behov och differens.',
  heatMethod:
    'Varje ruta är genomsnittet av avdelningstimmarna för den veckodagen och timmen, i lokal tid. Vid övergången till normaltid räknas båda timmarna. p10–p90: åtta av tio timmar ligger mellan gränserna.',
  notByGrain: 'Värmekartan är alltid per timme; upplösningen påverkar den inte.',

  compareTitle: 'Jämför avdelningar',
  compareMeasure: 'Jämför',
  compareHelp: (measure: string, grain: string) =>
    `${measure}: median och p10–p90 per ${grain}. Avdelningar av samma typ som de valda, i avdelningsordning.`,
  chosen: 'vald avdelning',
  alike: 'likartad avdelning',
  medianOfAlike: 'median av de likartade avdelningarnas medianer, om minst två är kända',
  compareRow: (n: string, coverage: string) => `n ${n} · ${coverage} %`,
  compareRowKey: (grain: string) => `n: antal ${grain} med värde; procent: datatäckning`,
  grains: { hour: 'timmar', shift: 'pass', day: 'dygn', week: 'veckor', month: 'månader' },
  compareMethod:
    'Punkten är medianen av avdelningens värden under perioden, strecket går från p10 till p90. Avdelningarna är inte rangordnade.',
  compareSentence: (ward: string, p50: string, span: string) => `${ward} ${p50} (${span})`,
  ward: 'Avdelning',
  type: 'Typ',
  median: 'Median',
  mean: 'Medelvärde',
  spread: 'p10–p90',
  wholeGap: 'Differens för hela perioden, personaltimmar',
  hiddenHours: 'Timmar som inte visas',
  coverageColumn: 'Datatäckning, %',
};

export type HeatmapMessages = typeof heatmap;
