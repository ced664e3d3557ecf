import { type Border, shortName, shortText } from '../border.ts';
import type { Coding, Place, SourceValue } from '../facts.ts';
import { NOTHING, type Segment } from './er7.ts';

const TIME = /^[\d.+-]{1,30}$/;
const NUMBER = /^[-+]?\d{1,5}(?:[.,]\d{1,12})?$/;
const COMPARATOR = /^(?:[<>]=?|[≤≥]|=[<>])\s*[-+]?\d/;
/** Types whose value is a text of one part, from `ST` to none said. */
const TEXTS: readonly string[] = ['ST', 'TX', 'FT', '', NOTHING];
const WORDS: readonly string[] = ['IS', 'ID', 'SI'];
const CODES: readonly string[] = ['CE', 'CWE', 'CF', 'CNE'];
/** A code longer than any is a text in the wrong place. */
const LONGEST_CODE = 64;
/** What a text that is no time is kept as. */
const NO_TIME = '?';

/** A time as sent. A text that is none is not kept: it could be anything. */
export function keptTime(segment: Segment | undefined, field: number): string {
  const text = segment?.value(field) ?? '';
  return text === '' || text === NOTHING || TIME.test(text) ? text : NO_TIME;
}

/** A short code of a field, such as a status; empty if it is none. */
export function keptCode(segment: Segment | undefined, field: number, component = 1): string {
  const text = segment?.value(field, component) ?? '';
  return text === NOTHING ? '' : (shortText(text) ?? '');
}

/** A number within a record, such as that of an administration; another than a short one as its pseudonym. */
export function keptNumber(segment: Segment | undefined, field: number, border: Border): string {
  const text = segment?.value(field) ?? '';
  return shortText(text) ?? border.pseudonym('row', `${segment!.name}-${field}`, text);
}

/** A place by its parts; `null` if none is given. */
export function keptPlace(segment: Segment | undefined, field: number): Place | null {
  const [unit, room, bed, facility] = [1, 2, 3, 4].map((component) =>
    said(segment?.value(field, component)).slice(0, LONGEST_CODE),
  );
  const place = { facility: facility!, unit: unit!, room: room!, bed: bed! };
  return Object.values(place).every((part) => part === '') ? null : place;
}

/** The codes of a field: its identifier, then the alternate one. */
export function keptCodings(segment: Segment | undefined, field: number): Coding[] {
  return [1, 4].flatMap((first) => {
    const [code, display, system] = [0, 1, 2].map((at) => said(segment?.value(field, first + at)));
    if (code === '' && display === '') return [];
    return [{ system: shortName(system!), code: codeOf(code!), display: shortName(display!) }];
  });
}

/** Spellings of a unit: its code, then its name. */
export function keptUnits(segment: Segment | undefined, field: number): string[] {
  const spellings = [1, 2].map((component) => shortText(said(segment?.value(field, component))));
  return [...new Set(spellings)].filter((unit) => unit !== null && unit !== '') as string[];
}

/** An amount, empty if it is no number. */
export function keptAmount(segment: Segment | undefined, field: number): string {
  const text = segment?.value(field) ?? '';
  return NUMBER.test(text) ? text : '';
}

/** The value of an observation: OBX-5, by the type that OBX-2 names. Documents, names and addresses are not kept. */
export function keptValue(obx: Segment): SourceValue {
  const type = obx.value(2).toUpperCase();
  if (obx.value(5) === NOTHING) return { type: 'nothing' };
  if (obx.text(5).trim() === '') return { type: 'none' };
  if (type === 'SN') return structured(obx);
  if (CODES.includes(type)) return { type: 'coded', codings: keptCodings(obx, 5) };
  if (type === 'NM') return number(obx.text(5).trim());
  if (TEXTS.includes(type)) return text(obx.text(5).trim());
  return WORDS.includes(type) ? text(obx.value(5)) : { type: 'text', text: null };
}

/** A number with a sign of comparison or of a range is no measurement. */
function structured(obx: Segment): SourceValue {
  const [comparator, value, separator] = [1, 2, 3].map((component) => obx.value(5, component));
  if ((comparator !== '' && comparator !== '=') || separator !== '') return { type: 'comparator' };
  return value === '' ? { type: 'none' } : number(value!);
}

function number(text: string): SourceValue {
  if (NUMBER.test(text)) return { type: 'number', text };
  if (COMPARATOR.test(text)) return { type: 'comparator' };
  // what is no number is listed as one that cannot be read
  return { type: 'number', text: shortText(text) ?? NO_NUMBER };
}

/** What a value of type number is kept as that is none and too long to keep. */
const NO_NUMBER = '?';

function text(value: string): SourceValue {
  if (NUMBER.test(value)) return { type: 'text', text: value };
  if (COMPARATOR.test(value)) return { type: 'comparator' };
  return { type: 'text', text: shortText(value) };
}

function codeOf(text: string): string {
  return text.length <= LONGEST_CODE ? text : '';
}

function said(text: string | undefined): string {
  return text === undefined || text === NOTHING ? '' : text;
}
