/** Words of the list of rejected records. */
export const deadLetters = {
  letters: 'Felkö',
  lettersHelp: 'Poster som avvisades, med maskerade värden. De ligger kvar tills de kan tas emot.',
  noLetters: 'Felkön är tom.',
  lettersElsewhere: 'Felkön finns hos tjänsten ingest, inte här.',
  lettersShown: (shown: string, all: string, from: string, to: string) =>
    `Visar ${shown} av ${all}: äldst ${from}, nyast ${to}.`,
  whole: 'hela posten',
  bytes: (n: string) => `${n} byte`,
  unmasked: 'Kan inte visas maskerad.',
  more: 'Visa fler',
  replay: 'Spela om',
  replaying: 'Spelar om …',
  replayAll: 'Spela om felkön?',
  replayHelp: (n: string) =>
    `${n} poster skickas in igen. De som nu kan tas emot lämnar felkön, övriga ligger kvar.`,
  cancel: 'Avbryt',
  replayed: (all: string, accepted: string, duplicates: string, rejected: string) =>
    `${all} omspelade: ${accepted} godkända, ${duplicates} dubbletter, ${rejected} avvisade igen.`,
  replayFailed: 'Inget svar på omspelningen. Den kan pågå i servern ändå: se listan.',
};

export type DeadLetterWords = typeof deadLetters;
