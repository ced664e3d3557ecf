import type { DeadLetterWords } from '../sv/dead-letters.ts';

export const deadLetters: DeadLetterWords = {
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
    `${n} records are submitted again. Those that can be taken now leave, the others stay.`,
  cancel: 'Cancel',
  replayed: (all, accepted, duplicates, rejected) =>
    `${all} retried: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected again.`,
  replayFailed: 'No answer to the retry. It may go on in the server all the same: see the list.',
};
