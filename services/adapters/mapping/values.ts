import { observationCode, valueProblem } from '../../../schemas/vocabulary.ts';
import type { NoteReason } from '../adapter.ts';
import type { SourceValue } from '../facts.ts';
import { type Decimal, parseDecimal, toNumber } from './numbers.ts';
import { prepared } from './prepared.ts';
import type { CodeEntry } from './schema.ts';
import { assumedUnit, converted, type Dimension, SHARE, sameSpelling, unitOf } from './units.ts';
import { answerOf, consciousnessOf, namesOf, sameWord } from './words.ts';

/** Why a value gives nothing: the mapping ignores it, or it cannot be used. */
export type Unread =
  | { readonly nothing: true }
  | { readonly problem: NoteReason; readonly unit?: string; readonly shown?: string };

/** A value as the product has it, or why there is none. */
export type Reading = { readonly value: number | boolean | string } | Unread;

/** How the values of a code are read. */
export interface ReadingRules {
  readonly entry: CodeEntry | null;
  readonly decimal: '.' | ',';
  readonly units: readonly string[];
}

const NOTHING = { nothing: true } as const;
const COMPARATOR = /^\s*[<>≤≥]/u;
/** Longest text of a value that is shown, and digits in a row that could be a number of a person. */
const SHOWN = 24;
const IDENTIFYING = /\d{6}/;

/**
 * Reads a value of a source as the value of `target`: a code of observations, `assessment:…`, or a built-in part of
 * oxygen or the coma scale. Units are converted, words looked up: in the mapping file first, then in the built-in table.
 */
export function readValue(target: string, value: SourceValue, rules: ReadingRules): Reading {
  if (target === 'oxygen:air') return { value: false };
  const isEmpty = value.type === 'none' || (value.type === 'text' && value.text?.trim() === '');
  if (isEmpty) return target === 'oxygen:given' ? { value: true } : { problem: 'no-value' };
  if (isComparator(value)) return { problem: 'comparator' };
  if (isSentinel(value, rules)) return { problem: 'sentinel' };
  const listed = listedValue(value, rules.entry);
  if (listed === 'ignore') return NOTHING;
  if (listed !== undefined) return checked(target, listed, value);
  if (isOxygen(target)) return oxygen(target, value, rules);
  if (kindOf(target) === 'acvpu') {
    const level = consciousnessOf(value);
    return level === undefined ? unmapped(value) : { value: level };
  }
  return checkedNumber(target, value, rules);
}

/**
 * True if a charting says that something is there or was done, false if it is not; any other answer is a problem.
 * @param anyValue true for something done: what is charted of it, but not a no, says that it was
 */
export function readPresence(
  value: SourceValue,
  entry: CodeEntry | null,
  anyValue: boolean,
): { readonly present: boolean } | Unread {
  const isEmpty = value.type === 'none' || (value.type === 'text' && value.text?.trim() === '');
  if (isEmpty) return { problem: 'no-value' };
  const listed = listedValue(value, entry);
  if (listed === 'ignore') return NOTHING;
  if (listed === 'start' || listed === true) return { present: true };
  if (listed === 'stop' || listed === false) return { present: false };
  const answer = answerOf(value);
  if (answer !== undefined) return { present: answer };
  if (anyValue && entry?.values === undefined) return { present: true };
  return unmapped(value);
}

/** The parts of a value that holds several, as 140/90; `null` if it has not that many. */
export function partsOf(value: SourceValue, mark: string, count: number): SourceValue[] | null {
  if ((value.type !== 'text' && value.type !== 'number') || value.text === null) return null;
  const parts = value.text.split(mark);
  if (parts.length !== count) return null;
  return parts.map((text): SourceValue => ({ type: 'text', text: text.trim() }));
}

function kindOf(target: string) {
  return observationCode(target)?.value;
}

function isOxygen(target: string): boolean {
  return target === 'supplemental-oxygen' || target.startsWith('oxygen:');
}

function isComparator(value: SourceValue): boolean {
  if (value.type === 'comparator') return true;
  const hasText = value.type === 'text' || value.type === 'number';
  return hasText && value.text !== null && COMPARATOR.test(value.text);
}

function isSentinel(value: SourceValue, { entry, decimal }: ReadingRules): boolean {
  if (entry?.invalid === undefined) return false;
  const number = decimalOf(value, decimal);
  const names = namesOf(value).map(sameWord);
  return entry.invalid.some((invalid) => {
    if (typeof invalid === 'number' && number !== null) return toNumber(number) === invalid;
    return names.includes(sameWord(String(invalid)));
  });
}

function listedValue(value: SourceValue, entry: CodeEntry | null) {
  if (entry?.values === undefined) return undefined;
  const listed = valuesOf(entry.values);
  for (const name of namesOf(value)) {
    const meaning = listed.get(sameWord(name));
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

const valuesOf = prepared(
  (values: NonNullable<CodeEntry['values']>) =>
    new Map(Object.entries(values).map(([name, meaning]) => [sameWord(name), meaning])),
);

function decimalOf(value: SourceValue, mark: '.' | ','): Decimal | null {
  if (value.type !== 'number' && value.type !== 'text') return null;
  return value.text === null ? null : parseDecimal(value.text, mark);
}

function checkedNumber(target: string, value: SourceValue, rules: ReadingRules): Reading {
  const number = decimalOf(value, rules.decimal);
  if (number === null) {
    return value.type === 'coded' || value.type === 'boolean'
      ? unmapped(value)
      : { problem: 'not-a-number' };
  }
  const dimension = (observationCode(target)?.unit ?? 'score') as Dimension;
  const unit = unitFor(dimension, target === 'spo2', rules);
  if (unit === null) return unmappedUnit(rules);
  return checked(target, converted(number, unit), value);
}

/** A flow is the flow; a concentration is oxygen if it is above that of air; a device or an answer is what it says. */
function oxygen(target: string, value: SourceValue, rules: ReadingRules): Reading {
  const answer = answerOf(value);
  if (answer !== undefined) return { value: answer };
  const number = decimalOf(value, rules.decimal);
  if (number === null) {
    return value.type === 'number' ? { problem: 'not-a-number' } : unmapped(value);
  }
  if (target !== 'oxygen:concentration') {
    const unit = unitFor('L/min', false, rules);
    if (unit !== null) {
      const flow = converted(number, unit);
      return flow === 0 ? { value: false } : checked('supplemental-oxygen', flow, value);
    }
  }
  if (target === 'oxygen:flow' || target === 'oxygen:given') return unmappedUnit(rules);
  const unit = concentrationUnit(rules);
  return unit === null ? unmappedUnit(rules) : { value: converted(number, unit) > AIR };
}

/** Oxygen in air, percent. */
const AIR = 21;

function concentrationUnit(rules: ReadingRules) {
  const share = sameSpelling(SHARE.spellings[0]!);
  const assumed = rules.entry?.assumeUnit;
  if (assumed !== undefined && sameSpelling(assumed) === share) {
    const spelled = rules.units.filter((unit) => unit.trim() !== '');
    if (spelled.length === 0 || spelled.some((unit) => sameSpelling(unit) === share)) return SHARE;
  }
  return unitFor('%', false, rules);
}

function unitFor(dimension: Dimension, isSaturation: boolean, { entry, units }: ReadingRules) {
  const spelled = units.filter((unit) => unit.trim() !== '');
  if (spelled.length === 0) {
    const { assumeUnit } = entry ?? {};
    const unit =
      assumeUnit === undefined
        ? assumedUnit(dimension, isSaturation)
        : unitOf(dimension, assumeUnit);
    return unit ?? null;
  }
  for (const spelling of spelled) {
    const unit = unitOf(dimension, spelling);
    if (unit !== undefined) return unit;
  }
  return null;
}

function unmappedUnit({ units }: ReadingRules): Reading {
  const [spelled] = units.filter((unit) => unit.trim() !== '');
  return { problem: 'unmapped-unit', unit: spelled?.trim() ?? '' };
}

/** A value that the product would refuse means nothing here. */
function checked(target: string, mapped: number | boolean | string, value: SourceValue): Reading {
  const definition = observationCode(isOxygen(target) ? 'supplemental-oxygen' : target);
  if (definition === undefined) {
    return typeof mapped === 'number' ? { value: mapped } : unmapped(value);
  }
  return valueProblem(definition, mapped) === null ? { value: mapped } : unmapped(value);
}

function unmapped(value: SourceValue): Unread {
  const [name] = namesOf(value);
  if (name === undefined) return { problem: 'unmapped-value' };
  if (value.type === 'coded') return { problem: 'unmapped-value', shown: name };
  const isShort = name.length <= SHOWN && !IDENTIFYING.test(name);
  return isShort
    ? { problem: 'unmapped-value', shown: name.trim() }
    : { problem: 'unmapped-value' };
}
