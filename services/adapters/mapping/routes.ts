import type { Coding } from '../facts.ts';
import { prepared } from './prepared.ts';
import type { Mapping } from './schema.ts';
import { systemOf } from './systems.ts';
import { sameWord } from './words.ts';

/** How something is given, as far as its form depends on it. */
export type Route = 'iv' | 'iv-push' | 'injected' | 'oral' | 'inhaled' | 'ignore';

/** HL7 table 0162; a mapping file names its routes by these words. */
export const ROUTES: Readonly<Record<string, Route>> = {
  IV: 'iv',
  IVPB: 'iv',
  IVP: 'iv-push',
  SC: 'injected',
  SQ: 'injected',
  IM: 'injected',
  ID: 'injected',
  PO: 'oral',
  SL: 'oral',
  PR: 'oral',
  NG: 'oral',
  GT: 'oral',
  IH: 'inhaled',
  INHL: 'inhaled',
  NEB: 'inhaled',
};

/** SNOMED CT: intravenous (route, and qualifier), oral, subcutaneous. */
const SNOMED: Readonly<Record<string, Route>> = {
  '47625008': 'iv',
  '255560000': 'iv',
  '26643006': 'oral',
  '263887005': 'injected',
};

/** SNOMED CT methods that make an intravenous dose a push: push, inject. */
const PUSH: ReadonlySet<string> = new Set(['420620005', '422145002']);

/** What a mapping file may call a route, besides the words of `ROUTES`. */
export const IGNORED_ROUTE = 'ignore';

/**
 * How something is given, by the first coding that is known: the words of the site first, then the tables. A method that
 * says push beside an intravenous route makes it a push.
 * @returns `null` if no coding is known
 */
export function routeOf(codings: readonly Coding[], mapping: Mapping): Route | null {
  const own = ownRoutes(mapping);
  const isPush = codings.some((coding) => isPushMethod(coding));
  for (const coding of codings) {
    const route = ownRoute(coding, own) ?? builtInRoute(coding);
    if (route !== undefined) return route === 'iv' && isPush ? 'iv-push' : route;
  }
  return null;
}

const ownRoutes = prepared(
  ({ medication }: Mapping) =>
    new Map(Object.entries(medication.routes).map(([word, route]) => [sameWord(word), route])),
);

/** The route that a word of a mapping file names, or `undefined`. */
export function namedRoute(word: string): Route | undefined {
  return word === IGNORED_ROUTE ? 'ignore' : ROUTES[word.trim().toUpperCase()];
}

function ownRoute({ code, display }: Coding, own: ReadonlyMap<string, string>): Route | undefined {
  for (const name of [code, display]) {
    const word = own.get(sameWord(name));
    if (word !== undefined) return namedRoute(word);
  }
  return undefined;
}

function builtInRoute({ system, code }: Coding): Route | undefined {
  const name = systemOf(system);
  if (name === 'sct') return SNOMED[code.trim()];
  if (name === 'hl70162' || name === '') return ROUTES[code.trim().toUpperCase()];
  return undefined;
}

function isPushMethod({ system, code }: Coding): boolean {
  return systemOf(system) === 'sct' && PUSH.has(code.trim());
}
