import type { WardWords } from '../sv/ward.ts';
import { contact } from './contact.ts';
import { judgement } from './judgement.ts';
import { patient } from './patient.ts';

export const ward: WardWords = {
  ...contact,
  ...patient,
  ...judgement,
  ward: 'ward',
  toWall: 'All wards',
  unknownWard: (id) =>
    id === '' ? 'No ward is chosen.' : `There is no ward “${id}” here, or you may not see it.`,
  chooseWard: 'Choose a ward',
  noneKnown: 'There are no wards that you may see.',
  noData: 'The server has no events of the ward yet.',
  nowTitle: 'As it stands',
  now: 'now',
  need: 'Required',
  needNurses: 'Required staff',
  staff: 'RN+NA',
  usualLoad: 'Usual load',
  usualShare: (percent) => `usually ${percent} %`,
  noUsual: 'usual load not known yet',
  present: 'Present',
  staffingMissing: 'no staffing known',
  patientsOfBeds: 'Patients of beds',
  beds: 'beds',
  overBeds: (patients) => `${patients} over the beds`,
  emptyWard: 'No patients on the ward now.',
  coverageTitle: 'Coverage',
  coverageHelp: 'share of the inputs that is there',
  thinHelp: 'Too few inputs: do not trust the value, and no advice is given.',
  staleHelp: 'The value is not current.',
  reason: {
    'no-events': 'no events yet',
    closed: 'closed',
    'not-yet': 'not yet',
    'not-published-then': 'was not known then',
    'few-patients': 'too few patients to be shown',
  },
  showRange: 'Show',
  '48h': '48 h',
  '7d': '7 d',

  needTitle: 'Required and present staff',
  hour: 'Hour',
  bounds: 'Bounds',
  gap: 'Gap',
  usualNeed: 'Usually required',
  keyNeed: 'required, with bounds',
  keyPresent: 'present; planned after now',
  keyLack: 'more required than present',
  keyUsual: (weeks) =>
    `usually required at this weekday and hour, median of ${weeks} weeks with p10–p90; there is no forecast yet`,
  noUsualNeed:
    'What is usually required ahead is shown once two weeks are known. There is no forecast yet.',
  keyUsualLoad: 'the ward’s usual load (85–115 % of the median, eight weeks)',
  noStaffAhead: 'No planned staffing is known for the coming hours.',
  needSpan: (subject, span) => `${subject}: ${span} required an hour.`,
  needUnknown: (subject) => `${subject}: what is required is not known.`,
  presentSpan: (span) => `Present or planned ${span}.`,
  presentUnknown: 'No staffing is known.',
  noLack: 'Never more required than present.',
  lack: (hours, most) =>
    `More required than present in ${hours} ${hours === 1 ? 'hour' : 'hours'}, by ${most} at most.`,
  usualSpan: (span, weeks) => `Coming hours: usually ${span} required, median of ${weeks} weeks.`,
  loadTitle: 'Load',
  loadSpan: (span) => `Load ${span} %.`,
  loadUnknown: 'The load is not known.',
  noUsualLoad: 'What is usual for the ward is not known yet.',
  usualLoadSpan: (span, hours) =>
    `Usual is ${span} %; above it in ${hours} ${hours === 1 ? 'hour' : 'hours'}.`,

  shiftsTitle: 'Present against required by shift',
  shiftsHelp:
    'Staff on average over the hours of the shift. Gap = present − required. What is required is parted between RN and NA as in the plan.',
  shiftColumn: 'Shift',
  rnColumn: 'RN present / required',
  naColumn: 'NA present / required',
  signal: 'Flag',
  running: (known, hours) => `running, ${known} of ${hours} h`,
  ahead: 'planned',
  shortfall: 'RN shortfall',
  fewerThanTwoRn: 'Fewer than two RN',
  noSignal: 'none',
  signalUnknown: 'not shown',
  shortfallMeans:
    'RN shortfall: more than 8 RN hours, or more than 25 % of those required, are lacking in the shift (NICE SG1).',
  fewerMeans: 'Fewer than two RN: in some hour of the shift (NICE SG1).',
  signalMeans: 'No flags are shown where coverage is below 70 % or staffing is not known.',
  noShifts: 'No shifts are known.',

  legend:
    'Required: minutes / 60 / the share of working time that is at the bedside. Gap: present − required, in persons.',
};
