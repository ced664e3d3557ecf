export const LANGS = ['sv', 'en'] as const;
export type Lang = (typeof LANGS)[number];
