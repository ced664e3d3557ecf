import type { HistoryMessages } from '../sv/history.ts';

export const history: HistoryMessages = {
  historyTitle: 'Required and present staff over time',
  historyHelp: (grain) =>
    `Persons (RN+NA), mean per hour. Resolution: ${grain}. Same scale for all wards.`,
  keyNeed: 'required, with bounds',
  keyNorm: 'required by the norm (not calibrated)',
  keyPresent: 'present; planned from now on',
  keyLack: 'required exceeds present',
  keyChanged: 'changed since',
  period: 'Period',
  week: (week) => `w. ${week}`,
  hoursColumn: 'Hours with a value',
  changedColumn: 'Since then',
  changed: 'changed',
  unchanged: 'unchanged',
  needSpan: (ward, span) => `${ward}: ${span} required per hour.`,
  normSpan: (ward, span) => `${ward}: not calibrated, ${span} required per hour by the norm.`,
  byNorm: (need) => `${need} by the norm`,
  noLevelHistory: 'Not calibrated: required staff is shown by the norm, without a difference.',
  needUnknown: (ward) => `${ward}: required staff not known.`,
  presentSpan: (span) => `Present ${span}.`,
  presentUnknown: 'No staffing data.',
  lackIn: (lacking, all, grains, most) =>
    `Required exceeds present in ${lacking} of ${all} ${grains}, by up to ${most}.`,
  noLack: 'Required staff never exceeds present staff.',
  historyMethod:
    'Means per hour, so that days of 23 and 25 hours can be compared. Required staff in persons uses the ward’s level. The difference uses hours for which need, staffing and level are known. The bounds show how low and how high the requirement may be if inputs are missing.',
  outside:
    'You do not belong to all the wards shown. For the others, required minutes are rounded to 5 minutes per hour. Their breakdown is not shown hour by hour: the file contains it for whole shifts and longer, and only if it covers at least five patients. Otherwise an individual patient could be recognised.',
  changesTitle: 'Changes since then',
  changesNone: 'No hours have changed since then.',
  changesSome: (hours, span) =>
    `Hours with a changed value: ${hours}. Required minutes have changed by ${span} per hour.`,
  changesNew: (hours) => `Hours that have gained or lost a value: ${hours}.`,
  changesOne: 'Hourly changes are shown when a single ward is selected.',
  thenColumn: 'Then, min/h',
  sinceColumn: 'Final, min/h',
  changeColumn: 'Change, min/h',
  firstHours: (shown, all) => `The first hours: ${shown} of ${all}.`,
};
