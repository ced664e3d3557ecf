import type { Lang } from './languages.ts';

/** Words of the list of rejected records, in Swedish. */
const sv = {
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
    `${n} poster skickas in igen. De som nu kan tas emot lämnar felkön, övriga ligger kvar. Inget räknas två gånger.`,
  cancel: 'Avbryt',
  replayed: (all: string, accepted: string, duplicates: string, rejected: string) =>
    `${all} omspelade: ${accepted} godkända, ${duplicates} dubbletter, ${rejected} avvisade igen.`,
  replayFailed: 'Inget svar på omspelningen. Den kan pågå i servern ändå: se listan.',
};

const en: typeof sv = {
  letters: 'Dead letters',
  lettersHelp: 'Records that were rejected, values masked. They stay until they can be taken.',
  noLetters: 'There are no dead letters.',
  lettersElsewhere: 'Dead letters are with the service ingest, not here.',
  lettersShown: (shown, all, from, to) => `${shown} of ${all} shown: oldest ${from}, newest ${to}.`,
  whole: 'the whole record',
  bytes: (n) => `${n} bytes`,
  unmasked: 'Cannot be shown masked.',
  more: 'Show more',
  replay: 'Retry',
  replaying: 'Retrying …',
  replayAll: 'Retry the dead letters?',
  replayHelp: (n) =>
    `${n} records are submitted again. Those that can be taken now leave, the others stay. Nothing is counted twice.`,
  cancel: 'Cancel',
  replayed: (all, accepted, duplicates, rejected) =>
    `${all} retried: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected again.`,
  replayFailed: 'No answer to the retry. It may go on in the server all the same: see the list.',
};

export const deadLetterWords: Record<Lang, typeof sv> = { sv, en };
