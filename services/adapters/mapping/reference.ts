import { markdownTable } from '../../../schemas/markdown.ts';
import { OBSERVATION_CODES } from '../../../schemas/vocabulary.ts';
import { LOINC, MDC, SNOMED } from './codes.ts';
import { ROUTES } from './routes.ts';
import { UNITS } from './units.ts';
import { CONSCIOUSNESS_WORDS } from './words.ts';

/** The built-in tables as the README shows them, by the name of their section. */
export function mappingTables(): Readonly<Record<string, string>> {
  return { codes: codeTable(), units: unitTable(), words: wordTable(), routes: routeTable() };
}

const BUILT_IN: Readonly<Record<string, string>> = {
  'oxygen:flow': '`supplemental-oxygen`, a flow',
  'oxygen:concentration': '`supplemental-oxygen`, a concentration',
  'oxygen:given': '`supplemental-oxygen`, oxygen',
  'oxygen:air': '`supplemental-oxygen`, room air',
  'coma:total': '`consciousness`, coma scale, total',
  'coma:eye': '`consciousness`, coma scale, eyes',
  'coma:verbal': '`consciousness`, coma scale, verbal',
  'coma:motor': '`consciousness`, coma scale, motor',
  transfusion: 'medication `transfusion`',
};

function codeTable(): string {
  const known = Object.keys(OBSERVATION_CODES);
  const listed = [LOINC, SNOMED, MDC].flatMap((table) => Object.keys(table));
  const targets = [...new Set([...known, ...listed])].filter((target) => listed.includes(target));
  const rows = targets.map((target) => [
    BUILT_IN[target] ?? `\`${target}\``,
    ...[LOINC, SNOMED, MDC].map((table) => (table[target] ?? []).join(', ')),
  ]);
  return markdownTable(['becomes', 'LOINC', 'SNOMED CT', 'device feeds (MDC)'], rows);
}

function unitTable(): string {
  const rows = Object.entries(UNITS).flatMap(([dimension, units]) =>
    units.map(({ spellings, subtract, times, by, decimals }) => [
      `\`${dimension}\``,
      spellings.map((spelling) => `\`${spelling}\``).join(' '),
      [
        subtract === undefined ? '' : `− ${subtract}`,
        times === undefined ? '' : `× ${times}`,
        by === undefined ? '' : `/ ${by}`,
      ]
        .filter((part) => part !== '')
        .join(' '),
      decimals === undefined ? 'as sent' : `${decimals}`,
    ]),
  );
  return markdownTable(['to', 'from', 'conversion', 'decimals'], rows);
}

function wordTable(): string {
  const rows = Object.entries(CONSCIOUSNESS_WORDS).map(([level, { words, snomed, loinc }]) => [
    ...[level, words.join(', '), snomed, loinc],
  ]);
  return markdownTable(['level', 'letters and words', 'SNOMED CT', 'LOINC answer'], rows);
}

const ROUTE_NAMES = {
  iv: 'intravenous',
  'iv-push': 'intravenous by push',
  injected: 'injected',
  oral: 'by mouth or tube, rectal',
  inhaled: 'inhaled',
  ignore: '',
} as const;

function routeTable(): string {
  const rows = [...new Set(Object.values(ROUTES))].map((route) => [
    Object.keys(ROUTES)
      .filter((word) => ROUTES[word] === route)
      .map((word) => `\`${word}\``)
      .join(' '),
    ROUTE_NAMES[route],
  ]);
  return markdownTable(['word', 'route'], rows);
}
