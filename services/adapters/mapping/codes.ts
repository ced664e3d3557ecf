import type { Coding } from '../facts.ts';
import { prepared } from './prepared.ts';
import type { CodeEntry, Mapping } from './schema.ts';
import { systemOf } from './systems.ts';
import { isTarget, PRODUCT_SYSTEM } from './targets.ts';
import { sameWord } from './words.ts';

/**
 * What a code means: a target as in a mapping file (`temperature`, `care-need:drain`, `task:suction`,
 * `assessment:braden`, `ignore`), or one of the built-in parts below.
 */
export interface Meaning {
  readonly targets: readonly string[];
  /** The entry of the mapping file; `null` for a built-in meaning. */
  readonly entry: CodeEntry | null;
}

/** Parts of the coma scale: gathered into a level of consciousness if the channel says so. */
export const COMA = {
  'coma:total': 'total',
  'coma:eye': 'eye',
  'coma:verbal': 'verbal',
  'coma:motor': 'motor',
} as const;

type Table = Readonly<Record<string, readonly string[]>>;

/** LOINC. Panels come with their parts; averages and sums of a day are no readings. */
export const LOINC: Table = {
  'respiratory-rate': ['9279-1'],
  'heart-rate': ['8867-4'],
  spo2: ['59408-5', '2708-6'],
  'oxygen:flow': ['3151-8'],
  'oxygen:concentration': ['3150-0'],
  'systolic-bp': ['8480-6'],
  'diastolic-bp': ['8462-4'],
  temperature: ['8310-5'],
  consciousness: ['67775-7', '80288-4'],
  'coma:total': ['9269-2'],
  'coma:eye': ['9267-6'],
  'coma:verbal': ['9270-0'],
  'coma:motor': ['9268-4'],
  weight: ['29463-7'],
  'blood-glucose': ['15074-8', '2339-0', '41653-7'],
  pain: ['72514-3', '38208-5'],
  barthel: ['96761-2'],
  mmse: ['72106-8'],
  ignore: ['85353-1', '85354-9', '55284-4', '96607-7', '9192-6'],
};

/**
 * SNOMED CT. Ignored: the panel of blood pressure, the totals of NEWS2 and its scores of one value (NHS England), which
 * share words with the readings.
 */
export const SNOMED: Table = {
  'respiratory-rate': ['86290005'],
  'heart-rate': ['364075005', '78564009'],
  spo2: ['431314004', '103228002'],
  'oxygen:given': ['371825009'],
  'oxygen:air': ['722742002'],
  'systolic-bp': ['271649006', '72313002'],
  'diastolic-bp': ['271650006', '1091811000000102'],
  temperature: ['276885007', '386725007'],
  consciousness: ['1104441000000107'],
  weight: ['27113001'],
  barthel: ['273302005'],
  ignore: [
    ...['75367002', '1104051000000101', '1287358002'],
    ...['1104301000000104', '1104311000000102', '1104321000000108', '1104331000000105'],
    ...['1104341000000101', '1104351000000103', '1104361000000100', '1104371000000107'],
  ],
  'care-need:isolation': ['40174006'],
  'care-need:urinary-catheter': ['23973005'],
  'care-need:central-line': ['52124006'],
  'task:suction': ['230040009'],
  transfusion: ['116859006'],
};

/**
 * Device feeds (ISO/IEEE 11073-10101): numbers, and names that begin with MDC. Mean pressures and arterial lines are not
 * here: a line is the site's decision.
 */
export const MDC: Table = {
  'respiratory-rate': ['151562', 'MDC_RESP_RATE', '151578', 'MDC_TTHOR_RESP_RATE'],
  'heart-rate': [
    ...['147842', 'MDC_ECG_HEART_RATE', '149530', 'MDC_PULS_OXIM_PULS_RATE'],
    ...['149546', 'MDC_PULS_RATE_NON_INV', '149522', 'MDC_PULS_RATE'],
  ],
  spo2: ['150456', 'MDC_PULS_OXIM_SAT_O2'],
  'systolic-bp': ['150021', 'MDC_PRESS_BLD_NONINV_SYS', '150301', 'MDC_PRESS_CUFF_SYS'],
  'diastolic-bp': ['150022', 'MDC_PRESS_BLD_NONINV_DIA', '150302', 'MDC_PRESS_CUFF_DIA'],
  temperature: ['150344', 'MDC_TEMP'],
  weight: ['188736', 'MDC_MASS_BODY_ACTUAL'],
};

const BUILT_IN = new Map<string, Meaning>(
  Object.entries({ loinc: LOINC, sct: SNOMED, mdc: MDC }).flatMap(([system, table]) =>
    Object.entries(table).flatMap(([target, codes]) =>
      codes.map((code): [string, Meaning] => [
        `${system} ${sameWord(code)}`,
        { targets: [target], entry: null },
      ]),
    ),
  ),
);

/**
 * What a code means. Each coding is looked up in turn, the identifier before its alternates: in the mapping file under
 * its own system, then under any system, then in the built-in tables. Names of codes are compared after them, and only
 * with entries that say so, or if a name is the standard name of a device code.
 * @returns `null` if nothing lists it
 */
export function meaningOf(codings: readonly Coding[], mapping: Mapping): Meaning | null {
  const listed = listedCodes(mapping);
  for (const { system, code } of codings) {
    if (code.trim() === '') continue;
    const own = listed.get('code', system, code);
    if (own !== undefined) return own;
    const builtIn = builtInMeaning(system, code.trim());
    if (builtIn !== undefined) return builtIn;
  }
  for (const { system, code, display } of codings) {
    for (const name of [display, code]) {
      const own = listed.get('text', system, name);
      if (own !== undefined) return own;
    }
  }
  for (const { display } of codings) {
    const device = deviceName(display);
    if (device !== undefined) return device;
  }
  return null;
}

/** What a code means in the built-in tables. */
export function builtInMeaning(system: string, code: string): Meaning | undefined {
  const name = systemOf(system);
  const same = sameWord(code);
  if (name === PRODUCT_SYSTEM) {
    return isTarget(code) ? { targets: [code], entry: null } : undefined;
  }
  if (name === '' || name === 'loinc') {
    return BUILT_IN.get(`loinc ${same}`) ?? deviceName(code);
  }
  return BUILT_IN.get(`${name} ${same}`) ?? deviceName(code);
}

function deviceName(name: string): Meaning | undefined {
  const same = sameWord(name);
  return same.startsWith('mdc_') ? BUILT_IN.get(`mdc ${same}`) : undefined;
}

/** The name under which a code is counted, and can be listed: the first that the source gives, with its system. */
export function codeName(codings: readonly Coding[]): string {
  const { system = '', code = '' } = firstNamed(codings) ?? {};
  return `${system.trim()}|${code.trim()}`;
}

/** The first coding with a code; one with a name alone if there is none. */
export function firstNamed(codings: readonly Coding[]): Coding | undefined {
  return codings.find(({ code }) => code.trim() !== '') ?? codings[0];
}

class ListedCodes {
  private readonly meanings = new Map<string, Meaning>();

  constructor({ codes }: Mapping) {
    for (const entry of codes) {
      const { match, system, code, to } = entry;
      const key = entryKey(match, system, code);
      this.meanings.set(key, { targets: typeof to === 'string' ? [to] : to, entry });
    }
  }

  get(match: CodeEntry['match'], system: string, code: string): Meaning | undefined {
    return (
      this.meanings.get(entryKey(match, system, code)) ??
      this.meanings.get(entryKey(match, '*', code))
    );
  }
}

/** The form in which two entries are about the same code. */
export function entryKey(match: CodeEntry['match'], system: string, code: string): string {
  return `${match} ${systemOf(system)} ${sameWord(code)}`;
}

const listedCodes = prepared((mapping: Mapping) => new ListedCodes(mapping));
