import type { DeadLetterMessages } from '../sv/dead-letters.ts';

export const deadLetters: DeadLetterMessages = {
  letters: 'Dead letters',
  lettersHelp: 'Rejected records, with masked values. They stay here until they can be accepted.',
  noLetters: 'The dead-letter queue is empty.',
  lettersElsewhere: 'Dead letters are in the ingest service, not here.',
  lettersShown: (shown, all, from, to) =>
    `Showing ${shown} of ${all}: oldest ${from}, newest ${to}.`,
  whole: 'the whole record',
  bytes: (n) => `${n} bytes`,
  unmasked: 'Cannot be shown: masking is not possible.',
  more: 'Show more',
  replay: 'Retry',
  replaying: 'Retrying …',
  replayAll: 'Retry dead letters?',
  replayHelp: (n) =>
    `${n} records are submitted again. Those that can now be accepted leave the queue, the others stay.`,
  cancel: 'Cancel',
  replayed: (all, accepted, duplicates, rejected) =>
    `${all} retried: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected again.`,
  replayFailed: 'No response from the server. The retry may still be running: see the list.',
};
