import type { WallMessages } from '../sv/wall.ts';
import { connection } from './connection.ts';

export const wall: WallMessages = {
  ...connection,
  scope: 'all wards',
  wards: 'Wards',
  noWards: 'No wards.',
  noneChosen: 'No ward is in this state now.',
  showAll: 'Show all',
  pause: 'Pause',
  resume: 'Resume',
  kiosk: 'Kiosk mode',
  leaveKiosk: 'Exit kiosk mode',
  order: 'Order',
  fixed: 'Fixed order',
  deviation: 'By deviation',
  type: 'Ward type',
  everyType: 'All types',
  counts: 'Show wards by state',
  required: 'Required staff',
  staffNeeded: 'RN+NA needed',
  noValue: 'no value',
  staff: 'RN+NA',
  staffFull: 'Registered nurses and nursing assistants, present / required',
  staffingMissing: 'no staffing data',
  data: 'data',
  beds: 'beds',
  bedsFull: 'Beds occupied',
  overBeds: (patients) => `${patients} over`,
  minutesFull: 'Required nursing minutes this hour, with bounds',
  trend: (low, high, now) =>
    `Required nursing minutes per hour in the last 24 hours: ${low}–${high}, now ${now}.`,
  trendMissing: (hours) => `${hours} ${hours === 1 ? 'hour is' : 'hours are'} missing.`,
  noTrend: 'Required minutes in the last 24 hours: no data.',
  legend:
    'Curve: required min/h in the last 24 hours, from 0. Scale: load as a percentage of the ward’s usual load, 0–200 %; the band is 85–115 %.',
};
