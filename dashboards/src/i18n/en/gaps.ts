import type { GapWords } from '../sv/gaps.ts';

export const gaps: GapWords = {
  gapsTitle: 'Staffing gap of the coming 24 hours',
  gapsHelp: (time) =>
    `Planned staffing − usually required, persons, mean per hour of the shift, from ${time}.`,
  gapsFirst: (shown, chosen) => `${shown} of ${chosen} chosen wards are shown.`,
  shiftColumn: 'Shift',
  planned: 'Planned staffing',
  usualNeed: 'Usually required',
  usualOf: (weeks) => `usually required (median of ${weeks} weeks), not a forecast`,
  plannedOfNeed: (planned, need) => `${planned} against ${need}`,
  noPlan: 'no staffing known',
  needIs: (need) => `usually required ${need}`,
  noUsual: 'usual requirement not known',
  plannedIs: (planned) => `planned ${planned}`,
  gapsMethod:
    'What is usually required in an hour is the median of the same weekday and hour of the eight weeks before; for the shift it is the mean of its hours, also of p10 and p90. With fewer than two weeks there is no value. Rows are of those hours only that are left of the shift.',
  gapsNotByChoice:
    'The panel is of the chosen wards, but neither of the range nor of “known then”.',

  suggestionsTitle: 'Possible redistributions',
  suggestionsHelp:
    'Suggestions, not decisions · competence not checked. One person (RN or NA) moves for a shift.',
  suggestion: (shift, from, to) => `${shift}: 1 person from ${from} to ${to}`,
  sameType: 'same kind',
  otherType: 'another kind',
  effect: (ward, before, after, span) =>
    `${ward}: load ${before} % → ${after} % (uncertainty ${span} %)`,
  noSuggestions: 'No suggestion: no chosen ward has both sufficient data and somebody to lend.',
  noGap: 'No gap of half a person or more.',
  withheldTitle: (count) => `Not suggested (${count})`,
  withheld: (shift, from, to) =>
    from === null ? `${shift}, to ${to}` : `${shift}, ${from} to ${to}`,
  withheldReason: {
    stale: (ward) => `${ward} is stale`,
    thin: (ward) => `${ward} is covered below 70 %`,
    short: (ward) => `${ward} might fall short itself, if much is required`,
    few: (ward) => `${ward} would have fewer than two persons left`,
  },
  notStanding: 'How wards stand now is not known. There are no suggestions.',
  suggestionMethod:
    'There is a suggestion where a ward lacks half a person or more and another has one or more to spare in the same shift, of the same kind first. The lending ward must meet its usual requirement also at p90, with two or more left. Load: usually required / planned staffing.',
};
