/** What a language no longer says: each concept has one word, and a word that a ward uses. */
export const RETIRED = {
  sv: new RegExp(
    [
      String.raw`\b(gap(et)?|slag|vägg(en)?|spela om|omspel\w+|driftläge|vikter|inte än|räknat|mistat)\b`,
      String.raw`\b(intag(et)?|lager|utskrivet|mobilitet|avkortat|rymmer|ta med)\b`,
      '(?<!\\p{L})täckning',
      String.raw`\d (d|tim)\b`,
      'långt över|bara behov|särskild omvårdnad|ständig närvaro|patienter av vårdplatser|har lämnat',
      'vanligt behov|inte känd än|inte heller personal|som i planen',
      'sådana dagar|oförändrat sedan|vårdande enhet|uppmätt|saknar ingen|lär om',
      'är gammalt|mycket att göra|finns inte här|nyckeln gäller inte',
    ].join('|'),
    'iu',
  ),
  en: new RegExp(
    [
      String.raw`\b(gap|kinds?|stale|chosen|grain|the wall|take along)\b`,
      String.raw`\d d\b`,
      'as it stands|as it is now|files of months|to the content|parted between',
      'on such days|treating unit|none measured|over the beds|may not see|much to do|need a look|on ward level',
    ].join('|'),
    'iu',
  ),
} as const;
