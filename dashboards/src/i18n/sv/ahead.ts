/** Messages of the shifts to come, and of who can lend. */
export const ahead = {
  aheadTitle: 'Kommande 14 dygn: planerad bemanning mot normalt behov',
  aheadHelp:
    'Personer (ssk+usk), medelvärde under passet: planerad bemanning − normalt behov. Välj en ruta för att se vilka avdelningar som kan låna ut.',
  aheadSource: 'Underlag per pass',
  aheadShow: 'Visa i tabellen',
  aheadShown: { all: 'Alla avdelningar', chosen: 'Valda avdelningar' },
  aheadRow: 'Avdelning',
  hospital: 'Alla avdelningar',
  chosenWards: 'Valda avdelningar',
  division: 'Division',
  otherWards: 'Utan division',
  dateColumn: 'Datum',
  shiftColumn: 'Pass',
  remark: 'Anmärkning',
  planned: 'Planerad bemanning',
  usualNeed: 'Normalt behov',
  noRoster: 'schema saknas',
  noRosterOf: { rn: 'schema för ssk saknas', na: 'schema för usk saknas' },
  fewRnOf: (fewest: string, minimum: string) => `ssk ${fewest} av minst ${minimum}`,
  partRoster: (staffed: string, hours: string) =>
    staffed === '0'
      ? 'schema saknas'
      : `schema för ${staffed} av ${hours} ${hours === '1' ? 'timme' : 'timmar'}`,
  noLevel: 'ej kalibrerad',
  noLevelNorm: 'ej kalibrerad: behov enligt norm',
  noUsual: 'normalt behov ännu inte känt',
  planAndNeed: (plan: string, need: string, span: string) =>
    `plan ${plan} · behov ${need} (${span})`,
  onlyNeed: (need: string, span: string) => `behov ${need} (${span})`,
  normNeed: (need: string, span: string) => `behov enligt norm ${need} (${span})`,
  onlyPlan: (plan: string) => `plan ${plan}`,
  stepLimit: {
    short: (persons: string, share: string) =>
      `saknar minst ${persons} pers. och ${share} % av behovet, eller för få ssk`,
    tight: (persons: string, share: string) => `saknar minst ${persons} pers. och ${share} %`,
    room: (persons: string, share: string) => `minst ${persons} pers. och ${share} % över behovet`,
  },
  knownOf: (known: string, all: string) =>
    `${known} av ${all} ${all === '1' ? 'avdelning' : 'avdelningar'} räknas med`,
  uncountedWards: (count: string) =>
    `${count} räknas inte med: schema, nivå eller normalt behov saknas`,
  shortWards: (wards: string) => `Saknar personal: ${wards}`,
  tightWards: (wards: string) => `Ansträngt: ${wards}`,
  noneShort: (known: string, unknown: string) =>
    unknown === '0'
      ? 'Ingen avdelning saknar personal'
      : known === '1'
        ? 'Avdelningen som räknas med saknar ingen'
        : `Ingen av de ${known} avdelningar som räknas med saknar personal`,
  nothingCounted: 'ingen avdelning har schema, nivå och normalt behov',
  lendersTitle: 'Kan låna ut',
  atHigh: (difference: string) => `vid ovanligt högt behov ${difference}`,
  alsoTo: (wards: string) => `även till ${wards}`,
  standIn: (count: string) => `${count} ssk i stället för usk`,
  and: ' och ',
  either: 'ssk eller usk',
  atMost: (persons: string, rn: string, na: string) =>
    `${persons} personer, högst ${rn} ssk och ${na} usk`,
  gapAfter: 'Differens efter förslag',
  leftToLend: 'Kvar att låna ut',
  moreWards: (count: number) => `och ${count} till`,
  afterOffers: (ward: string, difference: string) =>
    `Med förslagen hamnar ${ward} på ${difference}`,
  noRn: (ward: string) => `${ward} saknar ssk, och ingen avdelning kan avvara fler`,
  elsewhere: (ward: string, to: string) => `${ward} har personal över, men den behövs mer på ${to}`,
  nobodyLeft: (to: string) => `ingen kvar, behövs mer på ${to}`,
  loanOf: { rn: 'Förslag ssk (in + / ut −)', na: 'Förslag usk (in + / ut −)' },
  loanWith: 'Från eller till',
  sameType: 'samma typ',
  otherType: 'annan typ',
  shortShifts: (count: number) =>
    `${count} pass där en avdelning saknar personal, och vem som kan låna ut`,
  nobody: 'ingen',
  noLender: 'Ingen annan avdelning har en person över under passet.',
  nobodyLends: (ward: string) => `Ingen kan låna ut till ${ward}.`,
  withheldReason: {
    stale: (ward: string) => `${ward} har en person över, men uppgifterna är gamla`,
    thin: (ward: string) => `${ward} har en person över, men underlaget är ofullständigt`,
    few: (ward: string) => `${ward} skulle få färre än två personer kvar`,
    heavy: (ward: string) => `${ward} har en person över, men inte om behovet blir ovanligt högt`,
    role: (ward: string) => `${ward} har en person över, men kan varken avvara ssk eller usk`,
  },
  notBorrowing: {
    stale: (ward: string) => `Uppgifterna om ${ward} är gamla. Inga förslag visas.`,
    thin: (ward: string) => `Underlaget för ${ward} är ofullständigt. Inga förslag visas.`,
  },
  competence: 'Förslag, ej beslut. Kompetens är inte kontrollerad.',
  lentOnce:
    'Raderna för samma pass räknas tillsammans: ingen lånas ut två gånger. Störst brist går först.',
  notStanding: 'Aktuellt läge är okänt. Inga förslag visas.',
  aheadMethod:
    'Normalt behov: medianen för samma timme på dygnet och typ av dag (vardag eller helg) de åtta föregående veckorna, medelvärde under passet; inom parentes samma med p10 och p90. Det är ingen prognos. Är historiken för kort visas inget värde.',
  levelMethod:
    'Behovet räknas om till personer med avdelningens nivå: den bemanning som är beslutad för en vanlig dag. En avdelning utan nivå är ej kalibrerad. Då visas behovet enligt norm, men ingen differens.',
  sumMethod:
    'Summor räknas på avdelningar vars differens är känd. En summa kan dölja en avdelning som saknar personal; därför visas även hur många de är.',
  lenderMethod:
    'En avdelning kan låna ut om den har minst en person över under passet och aktuella uppgifter. Den behåller de ssk som behövs, sitt minsta antal ssk och minst två personer, och behovet får inte överstiga 115 % av dem som är kvar, ens när det är ovanligt högt (p90). En person i taget går till den avdelning som saknar mest; först till den som har färre ssk än sitt minsta antal. Usk lånas ut i första hand. En ssk kan ersätta en usk, men inte tvärtom. Samma avdelningstyp går först, sedan den som får lägst belastning efteråt.',
  aheadNotByChoice: 'Tabellen följer inte vald period eller ”Som det var känt”.',
};

export type AheadMessages = typeof ahead;
