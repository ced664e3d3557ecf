/** Messages of the coming day's gaps and of suggestions. */
export const gaps = {
  gapsTitle: 'Bemanningsläge kommande 24 timmar',
  gapsHelp: (time: string) =>
    `Planerad bemanning − normalt behov, personer i genomsnitt per timme under passet, från ${time}.`,
  gapsFirst: (shown: number, chosen: number) => `${shown} av ${chosen} valda avdelningar visas.`,
  shiftColumn: 'Pass',
  planned: 'Planerad bemanning',
  usualNeed: 'Normalt behov',
  usualOf: (weeks: string) => `normalt behov (median av ${weeks} veckor), ingen prognos`,
  plannedOfNeed: (planned: string, need: string) => `${planned} mot ${need}`,
  noPlan: 'bemanning saknas',
  needIs: (need: string) => `normalt behov ${need}`,
  noUsual: 'normalt behov ännu inte känt',
  plannedIs: (planned: string) => `planerat ${planned}`,
  gapsMethod:
    'Normalt behov per timme: medianen för samma veckodag och timme de åtta föregående veckorna; för passet genomsnittet av timmarna, även för p10 och p90. Med mindre än två veckors uppgifter visas inget värde. Bara den återstående delen av passet räknas.',
  gapsNotByChoice:
    'Panelen följer valda avdelningar, men inte vald period eller ”Som det var känt”.',

  suggestionsTitle: 'Möjliga omfördelningar',
  suggestionsHelp:
    'Förslag, ej beslut · kompetens ej kontrollerad. En person (ssk eller usk) lånas ut ett pass.',
  suggestion: (shift: string, from: string, to: string) =>
    `${shift}: 1 person från ${from} till ${to}`,
  sameType: 'samma typ',
  otherType: 'annan typ',
  effect: (ward: string, before: string, after: string, span: string) =>
    `${ward}: belastning ${before} % → ${after} % (osäkerhet ${span} %)`,
  noSuggestions:
    'Inga förslag: ingen av de valda avdelningarna har tillräckligt underlag och någon att låna ut.',
  noGap: 'Ingen avdelning saknar en halv person eller mer.',
  withheldTitle: (count: number) => `Visas inte som förslag (${count})`,
  withheld: (shift: string, from: string | null, to: string) =>
    from === null ? `${shift}, till ${to}` : `${shift}, ${from} till ${to}`,
  withheldReason: {
    stale: (ward: string) => `uppgifterna för ${ward} är gamla`,
    thin: (ward: string) => `${ward} har under 70 % datatäckning`,
    short: (ward: string) => `${ward} kan själv få för lite personal om behovet blir högt`,
    few: (ward: string) => `${ward} skulle få färre än två personer kvar`,
  },
  notStanding: 'Aktuellt läge är okänt. Inga förslag visas.',
  suggestionMethod:
    'Förslag ges när en avdelning saknar minst en halv person och en annan har minst en person över under samma pass; avdelningar av samma typ först. Den avdelning som lånar ut ska klara sitt behov även när det är ovanligt högt (p90) och ha minst två personer kvar. Belastning: normalt behov / planerad bemanning.',
};

export type GapMessages = typeof gaps;
