import type { AheadMessages } from '../sv/ahead.ts';

export const ahead: AheadMessages = {
  aheadTitle: 'Next 14 days: planned staff and usual requirement',
  aheadHelp:
    'Persons (RN+NA), averaged over the shift: planned staff − usually required. Select a cell to see which wards can lend staff.',
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
  fewRnOf: (fewest, minimum) => `RN ${fewest}, minimum ${minimum}`,
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
      `short by at least ${persons} persons and ${share} % of required, or too few RNs`,
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
  lendersTitle: 'Can lend',
  atHigh: (difference) => `if demand is unusually high ${difference}`,
  alsoTo: (wards) => `also to ${wards}`,
  standIn: (count) => `${count} RN in place of an NA`,
  and: ' and ',
  either: 'RN or NA',
  atMost: (persons, rn, na) => `${persons} persons, at most ${rn} RN and ${na} NA`,
  gapAfter: 'Difference after suggestions',
  leftToLend: 'Left to lend',
  moreWards: (count) => `and ${count} more`,
  afterOffers: (ward, difference) => `With these, ${ward} comes to ${difference}`,
  noRn: (ward) => `${ward} lacks RNs, and no ward can spare more`,
  elsewhere: (ward, to) => `${ward} has staff to spare, but ${to} needs them more`,
  nobodyLeft: (to) => `nobody left, needed more on ${to}`,
  loanOf: { rn: 'Suggested RN (in + / out −)', na: 'Suggested NA (in + / out −)' },
  loanWith: 'From or to',
  sameType: 'same type',
  otherType: 'different type',
  shortShifts: (count) =>
    `${count} ${count === 1 ? 'shift' : 'shifts'} in which a ward is short, and who can lend`,
  nobody: 'nobody',
  noLender: 'No other ward has a person to spare in this shift.',
  nobodyLends: (ward) => `Nobody can lend to ${ward}.`,
  withheldReason: {
    stale: (ward) => `${ward} has a person to spare, but its data is out of date`,
    thin: (ward) => `${ward} has a person to spare, but its data is incomplete`,
    few: (ward) => `${ward} would have fewer than two persons left`,
    heavy: (ward) => `${ward} has a person to spare, but not if demand is unusually high`,
    role: (ward) => `${ward} has a person to spare, but can spare neither an RN nor an NA`,
  },
  notBorrowing: {
    stale: (ward) => `Data of ${ward} is out of date. No suggestions are shown.`,
    thin: (ward) => `Data of ${ward} is incomplete. No suggestions are shown.`,
  },
  competence: 'Suggestion, not a decision. Competence is not checked.',
  lentOnce:
    'Rows of the same shift are computed together: nobody is lent twice. The largest shortage comes first.',
  notStanding: 'Current status not known. No suggestions are shown.',
  aheadMethod:
    'Usually required: the median for the same hour and type of day (weekday or weekend) in the previous eight weeks, averaged over the shift; in brackets the same with p10 and p90. It is not a forecast. If the history is too short, no value is shown.',
  levelMethod:
    'Required staff in persons uses the level of the ward: the staffing agreed for a usual day. A ward without a level is not calibrated: the requirement by the norm is shown, but no difference.',
  sumMethod:
    'Sums are over wards whose difference is known. A sum can hide a ward that is short, so the number of such wards is shown too.',
  lenderMethod:
    'A ward can lend if it has at least one person to spare in the shift, and current data. It keeps the RNs that are required, its minimum of RNs and at least two persons, and what is required must not exceed 115 % of the staff that is left, even if demand is unusually high (p90). One person at a time goes to the ward that lacks most; first to one with fewer RNs than its minimum. NAs are lent first. An RN can stand in for an NA, but not the other way round. Wards of the same type come first, then the one with the lowest load afterwards.',
  aheadNotByChoice: 'The table does not follow the selected period or “As known then”.',
};
