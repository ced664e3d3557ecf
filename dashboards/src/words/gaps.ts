/** Words of the coming day's gaps and of suggestions, in Swedish. */
const sv = {
  gapsTitle: 'Bemanningsgap kommande 24 timmar',
  gapsHelp: (time: string) =>
    `Planerad bemanning − vanligt behov, personer i medel per timme i passet, från ${time}. Vanligt behov är medianen av upp till åtta veckor, ingen prognos.`,
  gapsFirst: (shown: number, chosen: number) => `${shown} av ${chosen} valda avdelningar visas.`,
  shiftColumn: 'Pass',
  planned: 'Planerad bemanning',
  usualNeed: 'Vanligt behov',
  usualOf: (weeks: string) => `vanligt behov (median av ${weeks} veckor), ingen prognos`,
  plannedOfNeed: (planned: string, need: string) => `${planned} mot ${need}`,
  noPlan: 'bemanning saknas',
  needIs: (need: string) => `vanligt behov ${need}`,
  noUsual: 'vanligt behov inte känt',
  plannedIs: (planned: string) => `planerat ${planned}`,
  gapsMethod:
    'Vanligt behov per timme är medianen för samma veckodag och timme de åtta veckorna före; för passet är det medel av timmarna, också av p10 och p90. Med färre än två veckor visas inget värde. Raderna gäller bara timmar som är kvar av passet.',
  gapsNotByChoice: 'Panelen gäller de valda avdelningarna, men varken perioden eller ”känt då”.',

  suggestionsTitle: 'Möjliga omfördelningar',
  suggestionsHelp:
    'Förslag, ej beslut · kompetens ej kontrollerad. En person (ssk eller usk) flyttas för ett pass.',
  suggestion: (shift: string, from: string, to: string) =>
    `${shift}: 1 person från ${from} till ${to}`,
  sameType: 'samma slag',
  otherType: 'annat slag',
  effect: (ward: string, before: string, after: string, span: string) =>
    `${ward}: belastning ${before} % → ${after} % (osäkerhet ${span} %)`,
  noSuggestions: 'Inget förslag: ingen vald avdelning har både underlag och någon att låna ut.',
  noGap: 'Inget gap på en halv person eller mer.',
  withheldTitle: (count: number) => `Visas inte som förslag (${count})`,
  withheld: (shift: string, from: string | null, to: string) =>
    from === null ? `${shift}, till ${to}` : `${shift}, ${from} till ${to}`,
  withheldReason: {
    stale: (ward: string) => `${ward} är inaktuell`,
    thin: (ward: string) => `${ward} har under 70 % täckning`,
    short: (ward: string) => `${ward} skulle själv kunna sakna personal, vid högt behov`,
    few: (ward: string) => `${ward} skulle ha färre än två personer kvar`,
  },
  notStanding: 'Läget nu är inte känt. Inga förslag visas.',
  suggestionMethod:
    'Ett förslag ges när en avdelning saknar minst en halv person och en annan har minst en över i samma pass, först av samma slag. Den som lånar ut ska klara sitt vanliga behov också vid p90, med minst två kvar. Belastning: vanligt behov / planerad bemanning.',
};

const en: typeof sv = {
  gapsTitle: 'Staffing gap of the coming 24 hours',
  gapsHelp: (time) =>
    `Planned staffing − usually required, persons, mean per hour of the shift, from ${time}. Usually required is the median of up to eight weeks, not a forecast.`,
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

export const gapWords = { sv, en };
