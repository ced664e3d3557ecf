import type { HistoryWords } from '../sv/history.ts';

export const history: HistoryWords = {
  historyTitle: 'Required against present over time',
  historyHelp: (grain) =>
    `Persons (RN+NA), mean per hour. Grain: ${grain}. The same scale for all wards.`,
  historyFirst: (shown, chosen) =>
    `${shown} of ${chosen} chosen wards are shown. The file has the same ${shown}.`,
  keyNeed: 'required, with bounds',
  keyPresent: 'present; planned after now',
  keyLack: 'more required than present',
  keyChanged: 'changed since',
  period: 'Period',
  week: (week) => `w. ${week}`,
  hoursColumn: 'Hours with a value',
  changedColumn: 'Since then',
  changed: 'changed',
  unchanged: 'unchanged',
  needSpan: (ward, span) => `${ward}: ${span} required per hour.`,
  needUnknown: (ward) => `${ward}: what is required is not known.`,
  presentSpan: (span) => `Present ${span}.`,
  presentUnknown: 'No staffing is known.',
  lackIn: (lacking, all, grains, most) =>
    `More required than present in ${lacking} of ${all} ${grains}, by ${most} at most.`,
  noLack: 'Never more required than present.',
  historyMethod:
    'Means per hour, so that days of 23 and 25 hours compare with others. The gap is of hours where both what is required and who is present are known. The bounds tell how low and high the requirement may be where inputs are missing.',
  outside:
    'You do not belong to every ward shown. For those, what is required is rounded to 5 minutes an hour. What it is made of is not shown hour by hour: the file has it for whole shifts and longer, and only what concerns five patients or more. Otherwise a single patient could be recognised.',
  changesTitle: 'What has changed since',
  changesNone: 'No hours have changed since.',
  changesSome: (hours, span) =>
    `Hours with another value: ${hours}. What is required has changed by ${span} minutes per hour.`,
  changesNew: (hours) => `Hours that have got a value, or lost it: ${hours}.`,
  changesOne: 'Changes hour by hour are shown where a single ward is chosen.',
  thenColumn: 'Then, min/h',
  sinceColumn: 'Final, min/h',
  changeColumn: 'Change, min/h',
  firstHours: (shown, all) => `The first ${shown} of ${all} hours.`,
};
