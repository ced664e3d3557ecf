/** Words of the heatmap and of wards compared. */
export const heatmap = {
  heatTitle: 'Värmekarta: veckodag och timme',
  heatMeasure: 'Visa i värmekartan',
  heatHelp: (measure: string) =>
    `${measure}: medel per avdelning och timme, i personer (ssk+usk). Flera avdelningar räknas ihop till vad en av dem har, inte till en summa.`,
  heatKeys: 'Gå mellan rutorna med piltangenterna.',
  weekday: 'Veckodag',
  cell: (day: string, from: string, to: string) => `${day} ${from}–${to}`,
  readout: (place: string, measure: string, mean: string, spread: string, n: string) =>
    `${place}: ${measure} ${mean} i medel, p10–p90 ${spread}, n ${n}`,
  readoutMissing: (place: string, measure: string) => `${place}: ${measure} saknas`,
  readoutHidden: (hours: string) => `${hours} ${hours === '1' ? 'timme' : 'timmar'} visas inte`,
  scale: 'Skala',
  lackSide: 'behovet större',
  surplusSide: 'bemanningen större',
  heatN: (cells: string, n: string) => `n ${n} timmar per ruta, ${cells} av 168 rutor har värde.`,
  heatMethod:
    'Varje ruta är medel av avdelningstimmarna på den veckodagen och timmen, efter sjukhusets klocka. Hösttimmen som kommer två gånger räknas båda gångerna. p10–p90: åtta av tio timmar.',
  notByGrain: 'Värmekartan är alltid per timme; upplösningen påverkar den inte.',

  compareTitle: 'Jämför avdelningar',
  compareMeasure: 'Jämför',
  compareHelp: (measure: string, grain: string) =>
    `${measure}: median och p10–p90 per ${grain}. Avdelningar av samma slag som de valda, i sjukhusets ordning.`,
  chosen: 'vald avdelning',
  alike: 'likartad avdelning',
  medianOfAlike: 'median av de likartade avdelningarnas medianer, om minst två är kända',
  compareRow: (n: string, coverage: string) => `n ${n} · ${coverage} %`,
  compareRowKey: (grain: string) => `n: antal ${grain} med värde; procent: täckning`,
  grains: { hour: 'timmar', shift: 'pass', day: 'dygn', week: 'veckor', month: 'månader' },
  compareMethod:
    'Varje punkt är medianen av avdelningens värden i perioden, strecket går från p10 till p90. Ingen rangordning.',
  compareSentence: (ward: string, p50: string, span: string) => `${ward} ${p50} (${span})`,
  ward: 'Avdelning',
  type: 'Slag',
  median: 'Median',
  mean: 'Medel',
  spread: 'p10–p90',
  wholeGap: 'Gap i hela perioden, personaltimmar',
  hiddenHours: 'Timmar som inte visas',
  coverageColumn: 'Täckning, %',
};

export type HeatmapWords = typeof heatmap;
