import type { AheadMessages } from '../sv/ahead.ts';

export const ahead: AheadMessages = {
  aheadTitle: 'Next 14 days: planned staff and usual requirement',
  aheadHelp:
    'Persons (RN+NA), mean of the shift: planned staff − usually required. Select a cell to see which wards can lend staff.',
  aheadSource: 'Data by shift',
  aheadShow: 'Show in the table',
  aheadShown: { all: 'All wards', chosen: 'Selected wards' },
  aheadRow: 'Ward',
  hospital: 'All wards',
  chosenWards: 'Selected wards',
  division: 'Division',
  otherWards: 'No division',
  dateColumn: 'Date',
  shiftColumn: 'Shift',
  remark: 'Remark',
  planned: 'Planned staff',
  usualNeed: 'Usually required',
  noRoster: 'no roster',
  noRosterOf: { rn: 'no roster for RNs', na: 'no roster for NAs' },
  fewRnOf: (fewest, minimum) => `RNs: ${fewest} of at least ${minimum}`,
  partRoster: (staffed, hours) =>
    staffed === '0'
      ? 'no roster'
      : `roster for ${staffed} of ${hours} ${hours === '1' ? 'hour' : 'hours'}`,
  noLevel: 'not calibrated',
  noLevelNorm: 'not calibrated: required by the norm',
  noUsual: 'usual requirement not known yet',
  planAndNeed: (plan, need, span) => `planned ${plan} · required ${need} (${span})`,
  onlyNeed: (need, span) => `required ${need} (${span})`,
  normNeed: (need, span) => `required by the norm ${need} (${span})`,
  onlyPlan: (plan) => `planned ${plan}`,
  stepLimit: {
    short: (persons, share) =>
      `short by at least ${persons} persons and ${share} % of required, or too few RN`,
    tight: (persons, share) => `short by at least ${persons} persons and ${share} %`,
    room: (persons, share) => `at least ${persons} persons and ${share} % over required`,
  },
  knownOf: (known, all) => `${known} of ${all} ${all === '1' ? 'ward is' : 'wards are'} counted`,
  uncountedWards: (count) =>
    `${count} ${count === '1' ? 'is' : 'are'} not: roster, level or usual requirement is missing`,
  shortWards: (wards) => `Short: ${wards}`,
  tightWards: (wards) => `Tight: ${wards}`,
  noneShort: (known, unknown) =>
    unknown === '0'
      ? 'No ward is short'
      : known === '1'
        ? 'The counted ward is not short'
        : `None of the ${known} counted wards is short`,
  nothingCounted: 'no ward has a roster, a level and a usual requirement',
  lendersTitle: 'Can lend one person',
  lender: (ward, before, after, atHigh) =>
    `${ward}: ${before} → ${after} (if demand is unusually high ${atHigh})`,
  sameType: 'same type',
  otherType: 'different type',
  shortShifts: (count) =>
    `${count} ${count === 1 ? 'shift' : 'shifts'} in which a ward is short, and who can lend`,
  nobody: 'nobody',
  noLender: 'No other ward has a person to spare in this shift.',
  onlyWithheld: 'No ward can be suggested.',
  withheldReason: {
    stale: (ward) => `${ward} has a person to spare, but its data is out of date`,
    thin: (ward) => `${ward} has a person to spare, but its data is incomplete`,
    few: (ward) => `${ward} would have fewer than two persons left`,
  },
  competence: 'Suggestion, not a decision. Competence is not checked.',
  lentOnce: 'Each row stands by itself: a person lent to one ward is no longer there for the next.',
  notStanding: 'Current status not known. No suggestions are shown.',
  aheadMethod:
    'Usually required: the median for the same hour and type of day (weekday or weekend) in the previous eight weeks, mean of the shift; in brackets the same with p10 and p90. It is not a forecast. If history is too short no value is shown.',
  levelMethod:
    'Required staff in persons uses the level of the ward: the staffing agreed for a usual day. A ward without a level is not calibrated: the requirement by the norm is shown, but no difference.',
  sumMethod:
    'Sums are over wards whose difference is known. A sum can hide a ward that is short, so the number of such wards is shown too.',
  lenderMethod:
    'A ward can lend if it has at least one person to spare in the shift, current data and at least two persons left. Wards of the same type come first, then in ward order.',
  aheadNotByChoice: 'The table does not follow the selected period or “As known then”.',
};
