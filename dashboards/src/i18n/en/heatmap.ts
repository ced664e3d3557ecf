import type { HeatmapWords } from '../sv/heatmap.ts';

export const heatmap: HeatmapWords = {
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
