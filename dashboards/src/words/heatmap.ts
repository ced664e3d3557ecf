/** Words of the heatmap and of wards compared, in Swedish. */
const sv = {
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
    'Varje ruta är medelvärdet av avdelningstimmarna på den veckodagen och timmen, efter sjukhusets klocka. Den dubbla timmen när sommartiden slutar räknas med båda gångerna. p10–p90: åtta av tio timmar ligger däremellan.',
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
    'Varje punkt är medianen av avdelningens värden i perioden, strecket går från p10 till p90. Ingen rangordning: ordningen är sjukhusets egen.',
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

const en: typeof sv = {
  heatTitle: 'Heatmap: weekday and hour',
  heatMeasure: 'Show in the heatmap',
  heatHelp: (measure) =>
    `${measure}: mean per ward and hour, in persons (RN+NA). Several wards are pooled to what one of them has, not summed.`,
  heatKeys: 'Move through the cells with the arrow keys.',
  weekday: 'Weekday',
  cell: (day, from, to) => `${day} ${from}–${to}`,
  readout: (place, measure, mean, spread, n) =>
    `${place}: ${measure} ${mean} on average, p10–p90 ${spread}, n ${n}`,
  readoutMissing: (place, measure) => `${place}: ${measure} missing`,
  readoutHidden: (hours) => `${hours} ${hours === '1' ? 'hour' : 'hours'} withheld`,
  scale: 'Scale',
  lackSide: 'more required',
  surplusSide: 'more present',
  heatN: (cells, n) => `n ${n} hours a cell, ${cells} of 168 cells have a value.`,
  heatMethod:
    'Each cell is the mean of the ward-hours of that weekday and hour, by the clock of the hospital. Both hours count where one comes twice as summer time ends. p10–p90: eight of ten hours are between.',
  notByGrain: 'The heatmap is always by the hour, whatever the grain.',

  compareTitle: 'Compare wards',
  compareMeasure: 'Compare',
  compareHelp: (measure, grain) =>
    `${measure}: median and p10–p90 by ${grain}. Wards of the same kind as those chosen, in the order of the hospital.`,
  chosen: 'chosen ward',
  alike: 'similar ward',
  medianOfAlike: 'median of the similar wards’ medians, where two or more are known',
  compareRow: (n, coverage) => `n ${n} · ${coverage} %`,
  compareRowKey: (grain) => `n: ${grain} with a value; per cent: coverage`,
  grains: { hour: 'hours', shift: 'shifts', day: 'days', week: 'weeks', month: 'months' },
  compareMethod:
    'Each dot is the median of the ward’s values over the range, its line goes from p10 to p90. No ranking: the order is the hospital’s own.',
  compareSentence: (ward, p50, span) => `${ward} ${p50} (${span})`,
  ward: 'Ward',
  type: 'Kind',
  median: 'Median',
  mean: 'Mean',
  spread: 'p10–p90',
  wholeGap: 'Gap over the whole range, nurse-hours',
  hiddenHours: 'Hours withheld',
  coverageColumn: 'Coverage, %',
};

export const heatmapWords = { sv, en };
