/** Messages of the list of rejected records. */
export const deadLetters = {
  letters: 'Felkö',
  lettersHelp: 'Avvisade poster, med maskerade värden. De ligger kvar tills de kan tas emot.',
  noLetters: 'Felkön är tom.',
  lettersElsewhere: 'Felkön finns hos tjänsten ingest, inte här.',
  lettersShown: (shown: string, all: string, from: string, to: string) =>
    `Visar ${shown} av ${all}: äldsta ${from}, nyaste ${to}.`,
  whole: 'hela posten',
  bytes: (n: string) => `${n} byte`,
  unmasked: 'Kan inte visas, går inte att maskera.',
  more: 'Visa fler',
  replay: 'Läs in igen',
  replaying: 'Läser in igen …',
  replayAll: 'Läsa in felkön igen?',
  replayHelp: (n: string) =>
    `${n} poster läses in igen. De som nu kan tas emot lämnar felkön, övriga ligger kvar.`,
  cancel: 'Avbryt',
  replayed: (all: string, accepted: string, duplicates: string, rejected: string) =>
    `${all} inlästa igen: ${accepted} godkända, ${duplicates} dubbletter, ${rejected} avvisade igen.`,
  replayFailed: 'Inget svar från servern. Inläsningen kan ändå pågå: se listan.',
};

export type DeadLetterMessages = typeof deadLetters;
