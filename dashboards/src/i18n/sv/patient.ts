import type { Explanation } from '../../../../schemas/read-api.ts';
import type { Category } from '../../ward/categories.ts';

type Inputs = Explanation['encounterHour']['inputs'];

/** What each level means in words, from 1 to 4. */
export type LevelTexts = Readonly<Record<'a' | 's', readonly [string, string, string, string]>>;

/** Messages of patients and of what their minutes come from. */
export const patient = {
  patientsTitle: 'Patienter',
  patientsHelp:
    'Omvårdnadsminuter den här timmen, per vårdplats. Framåt: minuter per timme i resten av passet och de två följande passen om patienten ligger kvar och vårdas som nu (ingen prognos). Välj en rad för att se varför.',
  patientAhead: 'Framåt',
  noPatientAhead: 'De kommande timmarnas behov per patient kan inte visas just nu.',
  patientsForbidden: 'Patienter visas bara för den som har behörighet till avdelningen.',
  noPatients: 'Inga patienter den här timmen.',
  arrange: 'Sortera efter',
  orders: { bed: 'Plats', minutes: 'Behov nu', ahead: 'Behov framåt' },
  careTeams: 'Vårdlag',
  noCareTeam: 'Utan vårdlag',
  minutesPerHour: 'min/h',
  patientsWord: (count: number): string => (count === 1 ? 'patient' : 'patienter'),
  ofWard: 'av avdelningen',
  notSummed: (count: number) =>
    `${count} ${count === 1 ? 'patient' : 'patienter'} utan värde ingår inte i summan.`,
  bed: 'Plats',
  noBeds: 'Uppgift om vårdplats saknas.',
  news2: 'NEWS2',
  news2Why: {
    'under-16': 'gäller inte under 16 år',
    pregnant: 'gäller inte vid graviditet',
  },
  news2Missing: (low: string, high: string) => `${low}–${high}, värden saknas`,
  levelA: 'A',
  levelS: 'S',
  levelsHelpTitle: 'Vad betyder A och S?',
  levelsHelp:
    'A är allmän omvårdnad: personlig hygien, nutrition, elimination och förflyttning. S är specifik omvårdnad: kontroller och invasiv vård, läkemedel, sår. 1 är lättast och 4 tyngst.',
  levelMeans: {
    a: [
      'behöver hjälp inom högst ett område',
      'behöver viss hjälp inom minst två områden',
      'behöver mycket hjälp inom minst två områden',
      'behöver hjälp med allt inom minst två områden, med svår funktionsnedsättning eller kognitiv nedsättning',
    ],
    s: [
      'inget utöver det vanliga',
      'fler kontroller, läkemedel eller omläggningar än vanligt, eller central infart',
      'omfattande kontroller, läkemedel eller omläggningar inom ett område',
      'omfattande insatser inom minst två områden',
    ],
  } satisfies LevelTexts,
  left: 'utskriven eller flyttad',
  assumed: (inputs: number) => `${inputs} ${inputs === 1 ? 'antaget värde' : 'antagna värden'}`,
  minutesThisHour: 'minuter den här timmen',
  categories: {
    base: 'Grundvärde',
    generalCare: 'Allmän omvårdnad',
    specialCare: 'Specifik omvårdnad',
    surveillance: 'Övervakning',
    churn: 'In- och utskrivning',
    presence: 'Extravak (1:1), ledsagning',
  } satisfies Record<Category, string>,
  components: 'Färgerna i staplarna',

  why: 'Varför?',
  close: 'Stäng',
  partsTitle: 'Så fördelas minuterna',
  min: 'min',
  weights: (count: number) => `Beräkningsvärden (${count})`,
  value: 'Värde',
  source: 'Källa',
  kinds: { published: 'publicerad', assumption: 'antagande' },
  noWeights: 'Registrerade minuter.',
  levelsTitle: 'Nivåer',
  levels: { a: 'A-nivå', s: 'S-nivå', news2: 'NEWS2' },
  palliativeNoSets: 'Palliativ vård: inga extra kontroller räknas, vad NEWS2 än visar.',
  inputsTitle: 'Underlag',
  input: 'Uppgift',
  observed: 'Tid',
  freshnessTitle: 'Aktualitet',
  fresh: { fresh: 'aktuell', stale: 'inaktuell', missing: 'saknas', assumed: 'antagen' },
  inputs: {
    'respiratory-rate': 'Andningsfrekvens',
    spo2: 'Saturation (SpO₂)',
    'supplemental-oxygen': 'Syrgas',
    'systolic-bp': 'Systoliskt blodtryck',
    'heart-rate': 'Puls',
    consciousness: 'Medvetandegrad (ACVPU)',
    temperature: 'Kroppstemperatur',
    'function.hygiene': 'Personlig hygien',
    'function.nutrition': 'Nutrition',
    'function.elimination': 'Elimination',
    'function.mobility': 'Förflyttning',
  } satisfies Record<keyof Inputs, string>,
  levelOfFour: (level: string) => `nivå ${level} av 4`,
  weightUnit: (unit: string) =>
    unit
      .replace('/day', '/dag')
      .replace('sets', 'kontroller')
      .replace('/set', '/kontroll')
      .replace('share', 'andel'),
  yes: 'ja',
  no: 'nej',
  assumptionsTitle: 'Antaganden',
  model: (id: string, time: string) => `Modell ${id}, beräknat ${time}`,
  historyTitle: 'De senaste 48 timmarna',
  historySpan: (span: string) =>
    `Omvårdnadsbehov ${span} minuter per timme de senaste 48 timmarna.`,
  historyMissing: (hours: number) =>
    `${hours} ${hours === 1 ? 'timme' : 'timmar'} utan värde på avdelningen.`,
  sinceYesterday: (minutes: string, direction: number) =>
    direction === 0
      ? 'Samma som vid den här tiden i går.'
      : `${minutes} min ${direction > 0 ? 'mer' : 'mindre'} än vid den här tiden i går.`,
  noYesterday: 'Värde från samma tid i går saknas.',
};

export type PatientMessages = typeof patient;
