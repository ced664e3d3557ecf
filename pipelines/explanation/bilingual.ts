/** A text in both languages of the screens. */
export interface BilingualText {
  readonly sv: string;
  readonly en: string;
}

export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export function bilingual(sv: string, en: string): BilingualText {
  return { sv, en };
}

/** Explains a row that an earlier version scored, which does not have what an explanation needs. */
export const SCORED_BEFORE = bilingual(
  'beräknad av en tidigare programversion: förklaras när timmen har räknats om',
  'scored by an earlier version: explained once the hour has been scored again',
);

/** Joins texts in each language. */
export function join(texts: readonly BilingualText[], separator = '; '): BilingualText {
  return {
    sv: texts.map(({ sv }) => sv).join(separator),
    en: texts.map(({ en }) => en).join(separator),
  };
}

/** Writes a number with a decimal comma in Swedish and a decimal point in English. */
export function bilingualNumber(value: number): BilingualText {
  const text = String(value);
  return { sv: text.replace('.', ','), en: text };
}
