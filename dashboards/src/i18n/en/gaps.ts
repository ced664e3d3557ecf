import type { GapMessages } from '../sv/gaps.ts';

export const gaps: GapMessages = {
  gapsTitle: 'Staffing for the next 24 hours',
  gapsHelp: (time) =>
    `Planned staffing − usually required, average persons per hour of the shift, from ${time}.`,
  gapsFirst: (shown, chosen) => `Showing ${shown} of ${chosen} selected wards.`,
  shiftColumn: 'Shift',
  planned: 'Planned staffing',
  usualNeed: 'Usually required',
  usualOf: (weeks) => `usually required (median of ${weeks} weeks), not a forecast`,
  plannedOfNeed: (planned, need) => `${planned} vs ${need}`,
  noPlan: 'no staffing data',
  needIs: (need) => `usually required ${need}`,
  noUsual: 'usually required not known yet',
  plannedIs: (planned) => `planned ${planned}`,
  gapsMethod:
    'Usually required per hour: the median for the same weekday and hour in the previous eight weeks; for the shift, the mean of its hours, also for p10 and p90. With less than two weeks of data no value is shown. Only the remaining part of the shift counts.',
  gapsNotByChoice: 'The panel follows the selected wards, but not the period or “As known then”.',

  suggestionsTitle: 'Possible redeployment',
  suggestionsHelp:
    'Suggestions, not decisions · competence not checked. One person (RN or NA) is redeployed for a shift.',
  suggestion: (shift, from, to) => `${shift}: 1 person from ${from} to ${to}`,
  sameType: 'same type',
  otherType: 'different type',
  effect: (ward, before, after, span) =>
    `${ward}: load ${before} % → ${after} % (uncertainty ${span} %)`,
  noSuggestions: 'No suggestions: no selected ward has enough data and someone to lend.',
  noGap: 'No ward is short of half a person or more.',
  withheldTitle: (count) => `Not suggested (${count})`,
  withheld: (shift, from, to) =>
    from === null ? `${shift}, to ${to}` : `${shift}, ${from} to ${to}`,
  withheldReason: {
    stale: (ward) => `data for ${ward} is out of date`,
    thin: (ward) => `data coverage for ${ward} is below 70 %`,
    short: (ward) => `${ward} could itself be short if demand is high`,
    few: (ward) => `${ward} would have fewer than two persons left`,
  },
  notStanding: 'Current status not known. No suggestions are shown.',
  suggestionMethod:
    'A suggestion is made if a ward is short of at least half a person and another has at least one person to spare in the same shift; wards of the same type first. The lending ward must cope even with unusually high demand (p90) and have at least two persons left. Load: usually required / planned staffing.',
};
