/** A text for wards in both languages. */
export interface Said {
  readonly sv: string;
  readonly en: string;
}

export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export function say(sv: string, en: string): Said {
  return { sv, en };
}

/** Of a row that does not say what it comes from. */
export const SCORED_BEFORE = say(
  'beräknad av ett tidigare program: förklaras när timmen har räknats om',
  'scored by an earlier program: explained once the hour is scored again',
);

/** Texts after one another. */
export function join(texts: readonly Said[], separator = '; '): Said {
  return {
    sv: texts.map(({ sv }) => sv).join(separator),
    en: texts.map(({ en }) => en).join(separator),
  };
}

/** A number in words of both languages: decimal comma and point. */
export function number(value: number): Said {
  const text = String(value);
  return { sv: text.replace('.', ','), en: text };
}
