import type { PlannerMessages } from '../sv/planner.ts';
import { ahead } from './ahead.ts';
import { common } from './common.ts';
import { heatmap } from './heatmap.ts';
import { history } from './history.ts';
import { roster } from './roster.ts';
import { suggested } from './suggested.ts';

export const planner: PlannerMessages = {
  ...common,
  ...heatmap,
  ...history,
  ...ahead,
  ...suggested,
  ...roster,
  scope: 'planning',
  choiceTitle: 'Selection',
  wardsChosen: (chosen, all) => `Wards: ${chosen} of ${all} selected`,
  all: 'All',
  mine: 'My wards',
  keepMine: 'Save as my wards',
  mineKept: 'The wards are saved in this browser and shown when you open the planner.',
  mineNotKept: 'The browser could not save the wards.',
  similar: 'Similar',
  similarHelp:
    'Similar: all wards of the same type as those selected. At least one ward must be selected.',
  noWards: 'You don’t have access to any wards.',
  from: 'From',
  to: 'To (inclusive)',
  latest: 'Latest',
  days: (days) => `${days} ${days === 1 ? 'day' : 'days'}`,
  grainTitle: 'Resolution',
  grain: { hour: 'hour', shift: 'shift', day: 'day', week: 'week', month: 'month' },
  grainLimit: (days) => ` (at most ${days} ${days === 1 ? 'day' : 'days'})`,
  knownTitle: 'Values',
  final: 'Final',
  asKnown: 'As known then',
  knownAt: 'Time',
  calendar: {
    from: 'Open calendar for first date',
    to: 'Open calendar for last date',
    known: 'Open calendar for time',
  },
  dateExample: 'Enter as 2026-11-27',
  clockExample: 'Enter as 2026-11-27 07:00',
  finalValues: 'final values',
  knownThen: (time) => `as known at ${time}`,
  copy: 'Copy link',
  copied: 'Link copied.',
  notCopied: 'The link could not be copied. Copy it from the address bar.',
  shown: (wards, from, to, grain, known) =>
    `History: ${wards} · ${from} to ${to} · by ${grain} · ${known}`,
  printed: (date) => `Printed ${date}`,
  corrected: {
    wards: 'A ward in the link does not exist, or you don’t have access to it. It is left out.',
    from: 'The start date in the link is not valid. Another is used.',
    to: 'The end date in the link is not valid. Another is used.',
    range: 'The period has been changed: it can be at most 400 days and must end after it starts.',
    grain:
      'The resolution has been changed: the one selected does not exist, or is too fine for the period.',
    measure: 'The heatmap measure in the link does not exist. The difference is shown.',
    compared: 'The comparison measure in the link does not exist. Load is shown.',
    ahead: 'The selection of the table in the link does not exist. All wards are shown.',
    known: 'The time in the link is not valid. Final values are shown.',
  },

  method: 'How it is calculated',
  downloadAs: 'Download:',
  csv: 'CSV (Excel)',
  parquet: 'Parquet',
  need: 'Required',
  staffing: 'Staffing',
  gap: 'Difference',
  minutesPerHour: 'Minutes per hour',
  present: 'Present',
  staff: 'RN+NA',
  bounds: 'Bounds',
  until: 'to',
  noData: 'No data for this selection.',
  notKnownThen: 'No data for this selection was known then.',
  coverageSpan: (span) => `Data coverage ${span} %.`,
  coverageUnknown: 'Data coverage not known.',
  hidden: (hours) =>
    `${hours} ${hours === '1' ? 'ward-hour is' : 'ward-hours are'} withheld: too few patients.`,
  noStaffing: 'No staffing data: required staff is shown, but no difference.',
  noLevelHelp:
    'Not calibrated: no staffing is agreed for the ward, so need cannot be compared with staffing here. Need by the norm, in persons, is under Required and present staff over time. The unit manager decides the staffing of each shift on a usual day; the system administrator enters it in the site file (agreed).',
  noStaffingOrLevel: 'Staffing or level is missing: neither load nor difference can be shown.',
  cut: 'Not all rows are shown. Select a shorter period or download the file.',
  meaning:
    'Required staff: nursing minutes / 60 / share of working time at the bedside × the ward’s level. Difference: present − required, in persons. A ward without a level is not calibrated and has no difference.',
  reason: {
    'no-events': 'no data',
    closed: 'closed',
    'not-yet': 'not yet',
    'not-published-then': 'was not known then',
    'few-patients': 'too few patients to show',
  },
  legend:
    'Difference: present − required, in persons. Minus means that required staff exceeds present staff. Individual patients are never shown here.',
};
