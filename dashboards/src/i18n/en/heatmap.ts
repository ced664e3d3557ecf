import type { HeatmapMessages } from '../sv/heatmap.ts';

export const heatmap: HeatmapMessages = {
  heatTitle: 'Heatmap: weekday and hour',
  heatMeasure: 'Show in the heatmap',
  heatHelp: (measure) =>
    `${measure}: mean per hour, in persons (RN+NA). With several wards selected, the mean per ward is shown, not the sum.`,
  heatKeys: 'Use the arrow keys to move between cells.',
  weekday: 'Weekday',
  cell: (day, from, to) => `${day} ${from}–${to}`,
  readout: (place, measure, mean, spread, n) =>
    `${place}: ${measure} ${mean} on average, p10–p90 ${spread}, n ${n}`,
  readoutMissing: (place, measure) => `${place}: ${measure} missing`,
  readoutHidden: (hours) => `${hours} ${hours === '1' ? 'hour' : 'hours'} withheld`,
  scale: 'Scale',
  lackSide: 'required exceeds present',
  surplusSide: 'present exceeds required',
  heatN: (cells, n) =>
    `n ${n} ${n === '1' ? 'hour' : 'hours'} per cell, ${cells} of 168 cells have a value.`,
  heatNoLevel: (wards) =>
    `Not calibrated: ${wards} counts in staffing, but not in need and difference.`,
  heatSomeLevels: 'Hours without a level count in staffing, but not in need and difference.',
  heatMethod:
    'Each cell is the mean of the ward-hours for that weekday and hour, in local time. When summer time ends, both repeated hours count. p10–p90: eight out of ten hours lie between the limits.',
  notByGrain: 'The heatmap is always hourly; the resolution does not affect it.',

  compareTitle: 'Compare wards',
  compareMeasure: 'Compare',
  compareHelp: (measure, grain) =>
    `${measure}: median and p10–p90 by ${grain}. Wards of the same type as those selected, in ward order.`,
  chosen: 'selected ward',
  alike: 'similar ward',
  medianOfAlike: 'median of the similar wards’ medians, if at least two are known',
  compareRow: (n, coverage) => `n ${n} · ${coverage} %`,
  compareRowKey: (grain) => `n: ${grain} with a value; per cent: data coverage`,
  grains: { hour: 'hours', shift: 'shifts', day: 'days', week: 'weeks', month: 'months' },
  compareMethod:
    'The dot is the median of the ward’s values in the period, the line goes from p10 to p90. Wards are not ranked.',
  compareSentence: (ward, p50, span) => `${ward} ${p50} (${span})`,
  ward: 'Ward',
  type: 'Type',
  median: 'Median',
  mean: 'Mean',
  spread: 'p10–p90',
  wholeGap: 'Difference for the whole period, staff hours',
  hiddenHours: 'Hours withheld',
  coverageColumn: 'Data coverage, %',
};
