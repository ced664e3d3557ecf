import type { WardMessages } from '../sv/ward.ts';
import { connection } from './connection.ts';
import { judgement } from './judgement.ts';
import { patient } from './patient.ts';

export const ward: WardMessages = {
  ...connection,
  ...patient,
  ...judgement,
  ward: 'ward',
  toWall: 'All wards',
  unknownWard: (id) =>
    id === ''
      ? 'No ward selected.'
      : `Ward “${id}” does not exist, or you don’t have access to it.`,
  chooseWard: 'Choose a ward',
  noneKnown: 'You don’t have access to any wards.',
  noData: 'No data has arrived from the ward yet.',
  nowTitle: 'Current status',
  now: 'now',
  need: 'Required',
  needNurses: 'Required staff',
  staff: 'RN+NA',
  usualLoad: 'Usual load',
  usualShare: (percent) => `usually ${percent} %`,
  noUsual: 'usual load not known yet',
  present: 'Present',
  staffingMissing: 'no staffing data',
  patientsOfBeds: 'Beds occupied',
  beds: 'beds',
  overBeds: (patients) => `${patients} over capacity`,
  emptyWard: 'No patients on the ward now.',
  coverageTitle: 'Data coverage',
  coverageHelp: 'share of inputs available',
  thinHelp: 'Not enough data: the value is unreliable and no suggestions are made.',
  staleHelp: 'The value is out of date.',
  reason: {
    'no-events': 'no data yet',
    closed: 'closed',
    'not-yet': 'not yet',
    'not-published-then': 'was not known then',
    'few-patients': 'too few patients to show',
  },
  showRange: 'Show',
  '48h': '48 h',
  '7d': '7 d',

  needTitle: 'Required and present staff',
  hour: 'Hour',
  bounds: 'Bounds',
  gap: 'Difference',
  usualNeed: 'Usually required',
  keyNeed: 'required, with bounds',
  keyPresent: 'present; planned from now on',
  keyLack: 'required exceeds present',
  keyUsual: (weeks) =>
    `usually required at this weekday and hour: median of ${weeks} weeks with p10–p90 (not a forecast)`,
  noUsualNeed:
    'Usually required staff for the coming hours is shown once there are two weeks of data.',
  keyUsualLoad: 'the ward’s usual load (85–115 % of the median, eight weeks)',
  noStaffAhead: 'No planned staffing for the coming hours.',
  needSpan: (subject, span) => `${subject}: ${span} required per hour.`,
  needUnknown: (subject) => `${subject}: required staff not known.`,
  presentSpan: (span) => `Present or planned: ${span}.`,
  presentUnknown: 'No staffing data.',
  noLack: 'Required staff never exceeds present staff.',
  lack: (hours, most) =>
    `Required exceeds present in ${hours} ${hours === 1 ? 'hour' : 'hours'}, by up to ${most}.`,
  usualSpan: (span, weeks) => `Coming hours: usually ${span} required, median of ${weeks} weeks.`,
  loadTitle: 'Load',
  loadSpan: (span) => `Load ${span} %.`,
  loadUnknown: 'Load not known.',
  noUsualLoad: 'The ward’s usual load is not known yet.',
  usualLoadSpan: (span, hours) =>
    `Usual: ${span} %; higher in ${hours} ${hours === 1 ? 'hour' : 'hours'}.`,

  shiftsTitle: 'Present and required staff by shift',
  shiftsHelp:
    'Average staff per hour of the shift. Difference = present − required. Required staff is split between RN and NA as planned.',
  shiftColumn: 'Shift',
  rnColumn: 'RN present / required',
  naColumn: 'NA present / required',
  signal: 'Red flag',
  running: (known, hours) => `in progress, ${known} of ${hours} h`,
  ahead: 'planned',
  shortfall: 'RN shortfall',
  fewerThanTwoRn: 'Fewer than two RNs',
  noSignal: 'none',
  signalUnknown: 'not shown',
  shortfallMeans:
    'RN shortfall: the shift is short of more than 8 RN hours, or more than 25 % of those required (NICE SG1).',
  fewerMeans: 'Fewer than two RNs: in at least one hour of the shift (NICE SG1).',
  signalMeans: 'Red flags are not shown if data coverage is below 70 % or staffing is not known.',
  noShifts: 'No shifts to show.',

  legend:
    'Required staff: nursing minutes / 60 / share of working time at the bedside. Difference: present − required, in persons.',
};
