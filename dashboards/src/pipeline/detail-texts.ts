import type { Lang } from '../i18n/languages.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'ett tal',
  boolean: 'true eller false',
  object: 'ett objekt',
  record: 'ett objekt',
  array: 'en lista',
  null: 'null',
  undefined: 'inget värde',
  NaN: 'inget tal',
};
const typeName = (name = '') => TYPES[name] ?? name;

/** What is wrong with a field in Swedish, by the server's text; parts of it are names and figures, which stay. */
const SWEDISH: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^Invalid input: expected (\w+), received undefined$/, (type) => `${typeName(type)} saknas`],
  [
    /^Invalid input: expected (\w+), received (\w+)$/,
    (type, got) => `förväntade ${typeName(type)}, fick ${typeName(got)}`,
  ],
  [
    /^Invalid option: expected one of (.+)$/,
    (options) => `förväntade någon av ${options?.replaceAll('|', ', ')}`,
  ],
  [
    /^Invalid discriminator value\. Expected (.+)$/,
    (types) => `förväntade någon av händelsetyperna ${types?.replaceAll(' | ', ', ')}`,
  ],
  [/^Too big: expected number to be <=(.+)$/, (most) => `förväntade högst ${most}`],
  [/^Too small: expected number to be >=(.+)$/, (least) => `förväntade minst ${least}`],
  [
    /^Too big: expected string to have <=(\d+) characters$/,
    (most) => `förväntade högst ${most} tecken`,
  ],
  [
    /^Too small: expected string to have >=(\d+) characters$/,
    (least) => `förväntade minst ${least} tecken`,
  ],
  [
    /^Expected 1 to (\d+) printable ASCII characters without spaces$/,
    (most) => `förväntade 1–${most} skrivbara ASCII-tecken utan mellanslag`,
  ],
  [
    /^Expected a number, true, false or text of 1 to (\d+) characters$/,
    (most) => `förväntade ett tal, true, false eller text på 1–${most} tecken`,
  ],
  [/^Expected a number$/, () => 'förväntade ett tal'],
  [
    /^Expected a whole number (\S+) to (\S+)$/,
    (low, high) => `förväntade ett heltal ${low}–${high}`,
  ],
  [/^Expected (\S+) or (\S+)$/, (one, other) => `förväntade ${one} eller ${other}`],
  [/^Expected one of (.+)$/, (options) => `förväntade någon av ${options}`],
  [
    /^Expected true, false or a flow of at least 0 L\/min$/,
    () => 'förväntade true, false eller ett flöde på minst 0 L/min',
  ],
  [/^Expected no unit$/, () => 'förväntade ingen enhet'],
  [/^Expected `to` after `from`$/, () => 'förväntade `to` efter `from`'],
  [
    /^Expected `to` at most (\d+) days after `from`$/,
    (days) => `förväntade \`to\` högst ${days} dygn efter \`from\``,
  ],
  [
    /^Expected a date and a time of day that exist$/,
    () => 'förväntade ett datum och klockslag som finns',
  ],
  [
    /^Expected an RFC 3339 instant with offset, such as (\S+)$/,
    (example) => `förväntade en tidpunkt enligt RFC 3339 med tidszon, till exempel ${example}`,
  ],
  [
    /^Expected an instant within the years (\d+) to (\d+) \(UTC\)$/,
    (first, last) => `förväntade en tidpunkt under åren ${first}–${last} (UTC)`,
  ],
  [
    /^Expected an offset after the time, such as Z or (\S+)$/,
    (offset) => `förväntade en tidszon efter klockslaget, till exempel Z eller ${offset}`,
  ],
  [
    /^Expected well-formed Unicode without control characters$/,
    () => 'förväntade giltig Unicode utan styrtecken',
  ],
  [/^Expected no field that is not in the schema$/, () => 'fältet finns inte i schemat'],
  [/^Expected values at most (\d+) deep$/, (levels) => `förväntade högst ${levels} nivåer`],
  [/^Expected at most (\d+) fields$/, (most) => `förväntade högst ${most} fält`],
  [/^Expected at most (\d+) items$/, (most) => `förväntade högst ${most} delposter`],
  [/^Expected no item named (\S+)$/, (name) => `ingen delpost får heta ${name}`],
  [/^Expected at most (\d+) bytes a record$/, (most) => `förväntade högst ${most} byte per post`],
  [/^Expected UTF-8 text$/, () => 'förväntade text i UTF-8'],
  [/^Expected one JSON object$/, () => 'förväntade ett JSON-objekt'],
  [
    /^Expected text without characters that override its direction$/,
    () => 'förväntade text utan tecken som vänder på läsriktningen',
  ],
  [
    /^Looks like a personal identity number; say it without$/,
    () => 'liknar ett personnummer: skriv det utan',
  ],
  [
    /^Looks like a personal identity number; send a pseudonym instead\. Where ids only look so, set identifiersMayLookPersonal in the site file and retry$/,
    () =>
      'liknar ett personnummer: skicka en pseudonym i stället. Om id:n bara ser ut så: ange identifiersMayLookPersonal i avdelningsfilen och läs in igen',
  ],
  [
    /^Expected at most (\d+) minutes after recordedAt$/,
    (minutes) => `förväntade högst ${minutes} minuter efter recordedAt`,
  ],
  [
    /^Expected at most (\d+) minutes after this server's clock$/,
    (minutes) => `förväntade högst ${minutes} minuter efter serverns klocka`,
  ],
  [
    /^Expected at most (\S+) days before recordedAt; raise maxAgeDays in the site file and retry$/,
    (days) =>
      `förväntade högst ${days} dygn före recordedAt: höj maxAgeDays i avdelningsfilen och läs in igen`,
  ],
  [
    /^Expected at most (\S+) days before this server's clock; start it with --allow-old, or raise maxAgeDays in the site file, and retry$/,
    (days) =>
      `förväntade högst ${days} dygn före serverns klocka: starta den med --allow-old, eller höj maxAgeDays i avdelningsfilen, och läs in igen`,
  ],
  [
    /^Expected a ward of the site file; add it and retry$/,
    () => 'avdelningen finns inte i avdelningsfilen: lägg till den och läs in igen',
  ],
  [
    /^Expected a ward that is open then; change its closedFrom in the site file and retry$/,
    () => 'avdelningen var stängd då: ändra closedFrom i avdelningsfilen och läs in igen',
  ],
  [
    /^Expected another source: only the server writes for this one$/,
    () => 'förväntade ett annat källsystem: bara servern skriver för det här',
  ],
  [
    /^Expected a source that this key sends for: (.+?)( and others)?$/,
    (sources, more) =>
      `förväntade ett källsystem som nyckeln får skicka för: ${sources}${more === undefined ? '' : ' med flera'}`,
  ],
  // a unit, last: it may be any word
  [/^Expected (\S+)$/, (unit) => `förväntade enheten ${unit}`],
];

/** A text, and the language that it is in: one that has no translation stays in English. */
export interface DetailText {
  readonly text: string;
  readonly lang: Lang;
}

/** What is wrong with a field of a rejected record. @param detail as the server says it */
export function detailText(detail: string, lang: Lang): DetailText {
  if (lang === 'en') return { text: detail, lang };
  for (const [pattern, write] of SWEDISH) {
    const found = pattern.exec(detail);
    if (found !== null) return { text: write(...found.slice(1)), lang };
  }
  return { text: detail, lang: 'en' };
}
