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
  print: 'Print for handover',
  printedAt: (date, clock) => `Data as of ${date} ${clock}`,
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
  rightNow: 'Right now',
  marks: 'Note',
  presentNeeds: (present, required) => `${present} present, ${required} required`,
  onAverage: (present, required) => `${present} present, ${required} required on average`,
  needed: 'required',
  presentNow: 'present',
  needMinutes: 'Nursing need',
  norm: 'by the norm',
  normPersons: (persons) => `${persons} persons by the norm`,
  ofUsual: (percent) => `${percent} % of usual`,
  ofUsualLoad: 'of the usual load',
  noUsualNeedYet: 'usual need not known yet',
  loadNow: 'Load now',
  balanceAt: '100 % = in balance',
  basis: {
    agreed: (from, rnPercent) =>
      `Required staff follows from the agreed staffing${from === null ? '' : `, valid from ${from}`}. RN share ${rnPercent} %.`,
  },
  noLevelHelp:
    'Not calibrated: no staffing has been agreed for this ward, so no difference is shown. The unit manager decides the staffing of each shift on a usual day; the administrator enters it in the site file (agreed). The planner has a proposal.',
  staff: 'RN+NA',
  present: 'Present',
  staffingMissing: 'no staffing data',
  staffingMissingOf: { rn: 'no data on RNs', na: 'no data on NAs' },
  partStaffing: (hours, all) => `staffing known for ${hours} of ${all} h`,
  atLeast: (minimum) => `at least ${minimum}`,
  outOf: 'of',
  atThisTime: 'right now',
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
  '7d': '7 days',

  needTitle: 'Required and present staff',
  hour: 'Hour',
  bounds: 'Bounds',
  gap: 'Difference',
  usualNeed: 'Usually required',
  needBy: {
    level: { unit: 'RN+NA', key: 'required, with bounds' },
    norm: { unit: 'Norm need', key: 'need by the norm, with bounds' },
  },
  normHelp:
    'The ward is not calibrated: the curve shows need by the norm, compared only with what is usual and not with staffing.',
  keyPresent: 'present; planned from now on',
  keyLack: 'required exceeds present',
  keyUsual:
    'usual need at this hour on similar days: median of the eight weeks before, with p10–p90 (not a forecast)',
  noUsualNeed: 'Usual need is shown once there are a few weeks of data.',
  noStaffAhead: 'No planned staffing for the coming hours.',
  needSpan: (subject, span) => `${subject}: ${span} required per hour.`,
  needUnknown: (subject) => `${subject}: required staff not known.`,
  presentSpan: (span) => `Present or planned: ${span}.`,
  presentUnknown: 'No staffing data.',
  noLack: 'Required staff never exceeds present staff.',
  lack: (hours, most) =>
    `Required exceeds present in ${hours} ${hours === 1 ? 'hour' : 'hours'}, by up to ${most}.`,
  usualSpan: (span) => `Coming hours: usually ${span}.`,
  loadBy: {
    level: {
      title: 'Load, %',
      key: 'required as a percentage of those present',
      rule: '100 % = in balance',
      unknown: 'Load not known.',
      span: (span, hours) =>
        `Load ${span} %, over 100 % in ${hours} ${hours === 1 ? 'hour' : 'hours'}.`,
    },
    norm: {
      title: 'Load, % of usual',
      key: 'load compared with what is usual in the shift',
      rule: '100 % = as usual',
      unknown: 'Load compared with the usual is not known.',
      span: (span, hours) =>
        `Load ${span} % of usual, over 100 % in ${hours} ${hours === 1 ? 'hour' : 'hours'}.`,
    },
  },

  shiftsTitle: 'Present and required staff by shift',
  shiftsHelp:
    'Persons, averaged over the shift. Difference = present − required; minus means that someone is missing. Coming shifts: what is usually required (p10–p90) and planned staffing. Required staff is split between RN and NA by the agreed RN share.',
  earlierShifts: 'Earlier shifts',
  shiftColumn: 'Shift',
  staffColumns: {
    earlier: { all: 'Present', rn: 'RN present / required', na: 'NA present / required' },
    coming: { all: 'Present / plan', rn: 'RN / required', na: 'NA / required' },
  },
  signal: 'Red flag',
  usuallyNeeds: (median, range) => `usually ${median} (${range})`,
  byNorm: (persons) => `${persons} by the norm`,
  running: (known, hours) => `in progress, ${known} of ${hours} h`,
  ahead: 'planned',
  lendersOfRn: 'Can lend one RN',
  lendersUntil: (title, clock) => `${title} until ${clock}`,
  noOthersSeen:
    'You only see this ward. Those who see the whole hospital know which ward can lend staff.',
  toComingShifts: 'Who can lend in coming shifts',
  shortfall: 'RN shortfall',
  rnBelowMinimum: (fewest, minimum) => `Too few RNs: ${fewest}, minimum ${minimum}`,
  noSignal: 'none',
  signalUnknown: 'not shown',
  shortfallMeans:
    'RN shortfall: the shift is short of more than 8 RN hours, or more than 25 % of those required (NICE SG1).',
  fewerMeans:
    'Too few RNs: in at least one hour fewer than the ward’s minimum (two unless the site sets another; NICE SG1).',
  signalMeans:
    'Red flags are not shown if data coverage is below 70 %, staffing is not known or the ward is not calibrated.',
  noShifts: 'No shifts to show.',

  legend:
    'Required staff: nursing minutes / 60 / share of working time at the bedside, times the ward’s level. The level follows from the agreed staffing and counts all nursing staff, RN and NA. Difference: present − required, in persons.',
};
