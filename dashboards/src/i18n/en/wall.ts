import type { WallWords } from '../sv/wall.ts';
import { contact } from './contact.ts';

export const wall: WallWords = {
  ...contact,
  scope: 'all wards',
  wards: 'Wards',
  noWards: 'No wards.',
  noneChosen: 'No ward is like this now.',
  showAll: 'Show all',
  pause: 'Pause',
  resume: 'Resume',
  kiosk: 'Big screen',
  leaveKiosk: 'Leave big screen',
  order: 'Order',
  fixed: 'Fixed',
  deviation: 'Deviation',
  type: 'Kind of ward',
  everyType: 'All kinds',
  counts: 'Show wards by state',
  required: 'Required staff',
  staffNeeded: 'RN+NA needed',
  noValue: 'no value',
  staff: 'RN+NA',
  staffFull: 'Registered nurses and nursing assistants, present of required',
  staffingMissing: 'no staffing known',
  beds: 'beds',
  bedsFull: 'Patients of beds',
  overBeds: (patients) => `+${patients} over`,
  minutesFull: 'Required nursing minutes this hour, with bounds',
  trend: (low, high, now) =>
    `Required over the last 24 hours: ${low}–${high} minutes per hour, now ${now}.`,
  trendMissing: (hours) => `${hours} ${hours === 1 ? 'hour is' : 'hours are'} missing.`,
  noTrend: 'What was required over the last 24 hours is not known.',
  legend:
    'Curve: required min/h, 24 hours, from 0. Scale: load against the ward’s usual, 0–200 %, the field 85–115 %.',
};
