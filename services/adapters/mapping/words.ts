import type { CONSCIOUSNESS } from '../../../schemas/vocabulary.ts';
import type { Coding, SourceValue } from '../facts.ts';
import { systemOf } from './systems.ts';

type Acvpu = (typeof CONSCIOUSNESS)[number];

/**
 * Levels of consciousness: letters and words; SNOMED CT, from the national profile of NHS England that defines the
 * observation (NEWS2 ACVPU); LOINC answers of 67775-7 and 80288-4.
 */
export const CONSCIOUSNESS_WORDS: Readonly<
  Record<Acvpu, { words: readonly string[]; snomed: string; loinc: string }>
> = {
  A: { words: ['A', 'Alert'], snomed: '248234008', loinc: 'LA9340-6' },
  C: { words: ['C', 'Confusion', 'New confusion'], snomed: '130987000', loinc: 'LA6560-2' },
  V: { words: ['V', 'Voice'], snomed: '300202002', loinc: 'LA17108-4' },
  P: { words: ['P', 'Pain'], snomed: '450847001', loinc: 'LA17107-6' },
  U: { words: ['U', 'Unresponsive'], snomed: '422768004', loinc: 'LA9343-0' },
};

/** Yes and no: SNOMED CT qualifiers, HL7 table 0136 and plain words. */
export const YES_NO: readonly { value: boolean; words: readonly string[]; snomed: string }[] = [
  { value: true, words: ['Y', 'yes', 'true', 'ja'], snomed: '373066001' },
  { value: false, words: ['N', 'no', 'false', 'nej'], snomed: '373067005' },
];

/** The form in which two words of a source are the same: without blanks around and without case. */
export function sameWord(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

const LEVELS = new Map<string, Acvpu>();
for (const [level, { words, snomed, loinc }] of Object.entries(CONSCIOUSNESS_WORDS)) {
  for (const word of words) LEVELS.set(sameWord(word), level as Acvpu);
  LEVELS.set(`sct ${snomed}`, level as Acvpu);
  LEVELS.set(`loinc ${loinc.toLowerCase()}`, level as Acvpu);
}

const ANSWERS = new Map<string, boolean>();
for (const { value, words, snomed } of YES_NO) {
  for (const word of words) ANSWERS.set(sameWord(word), value);
  ANSWERS.set(`sct ${snomed}`, value);
}

/** The level that a value means by the built-in table, or `undefined`. */
export function consciousnessOf(value: SourceValue): Acvpu | undefined {
  return firstKnown(value, LEVELS);
}

/** The answer that a value means by the built-in table, or `undefined`. */
export function answerOf(value: SourceValue): boolean | undefined {
  return value.type === 'boolean' ? value.value : firstKnown(value, ANSWERS);
}

/**
 * What a source may call a value, best first: the codes, then their names. A mapping lists values by any of them.
 */
export function namesOf(value: SourceValue): string[] {
  switch (value.type) {
    case 'number':
      return [value.text];
    case 'text':
      return value.text === null ? [] : [value.text];
    case 'boolean':
      return [String(value.value)];
    case 'coded':
      return [
        ...value.codings.map(({ code }) => code),
        ...value.codings.map(({ display }) => display),
      ].filter((name) => name !== '');
    default:
      return [];
  }
}

function firstKnown<Meaning>(value: SourceValue, table: ReadonlyMap<string, Meaning>) {
  const inSystems = value.type === 'coded' ? value.codings.flatMap(keysInSystem) : [];
  for (const key of [...inSystems, ...namesOf(value).map(sameWord)]) {
    const meaning = table.get(key);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

function keysInSystem({ system, code }: Coding): string[] {
  const name = systemOf(system);
  const same = sameWord(code);
  return name === '' ? [`loinc ${same}`] : [`${name} ${same}`];
}
