/** Words of the coming day's gaps and of suggestions. */
export const gaps = {
  gapsTitle: 'Bemanningsgap kommande 24 timmar',
  gapsHelp: (time: string) =>
    `Planerad bemanning − vanligt behov, personer i medel per timme i passet, från ${time}.`,
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
    'Vanligt behov per timme: medianen för samma veckodag och timme de åtta veckorna före; för passet medel av timmarna, även av p10 och p90. Under två veckor visas inget värde. Bara det som är kvar av passet räknas.',
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
    'Förslag ges när en avdelning saknar minst en halv person och en annan har minst en över i samma pass, först av samma slag. Den som lånar ut ska klara sitt vanliga behov även vid p90, med minst två kvar. Belastning: vanligt behov / planerad bemanning.',
};

export type GapWords = typeof gaps;
