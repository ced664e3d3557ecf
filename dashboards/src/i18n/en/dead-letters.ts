import type { DeadLetterMessages } from '../sv/dead-letters.ts';

export const deadLetters: DeadLetterMessages = {
  letters: 'Dead letters',
  lettersHelp:
    'Rejected records, with masked values. They stay here until they can be accepted or someone dismisses them.',
  noLetters: 'The dead-letter queue is empty.',
  noneChosen: 'No records match.',
  lettersElsewhere: 'Dead letters are in the ingest service, not here.',
  lettersShown: (shown, all, newest, oldest) =>
    `Showing ${shown} of ${all}: newest ${newest}, oldest ${oldest}.`,
  lettersOf: 'Show',
  letterStates: { open: 'Open', dismissed: 'Dismissed', all: 'All' },
  letterReason: 'Reason',
  allReasons: 'All reasons',
  letterSource: 'Source system',
  allSources: 'All source systems',
  unknownSource: 'unknown',
  firstSeen: (time) => `first received ${time}`,
  eventId: 'Event id',
  sentBy: 'Sender',
  journalPosition: 'Journal position',
  whole: 'the whole record',
  bytes: (n) => `${n} bytes`,
  unmasked: 'Cannot be shown: masking is not possible.',
  more: 'Show more',
  replay: 'Retry',
  replaying: 'Retrying …',
  replayAll: 'Retry dead letters?',
  replayHelp: (n) =>
    n === '1'
      ? '1 record is submitted again. If it can now be accepted it leaves the queue, else it stays.'
      : `${n} records are submitted again. Those that can now be accepted leave the queue, the others stay.`,
  cancel: 'Cancel',
  replayed: (all, accepted, duplicates, rejected) =>
    `${all} retried: ${accepted} accepted, ${duplicates} ${duplicates === '1' ? 'duplicate' : 'duplicates'}, ${rejected} rejected again.`,
  replayFailed: 'No response from the server. The retry may still be running: see the list.',
  dismiss: 'Dismiss …',
  dismissAll: (n) => (n === '1' ? 'Dismiss the only match …' : `Dismiss all ${n} that match …`),
  dismissTitle: (count, n) => (count === 1 ? 'Dismiss 1 record?' : `Dismiss ${n} records?`),
  dismissHelp:
    'Dismissed records leave the queue and are not retried. They stay under Dismissed, where they can be reopened.',
  dismissCause: 'Reason',
  chooseCause: 'Choose a reason',
  causes: {
    'test-data': 'Test data',
    'sent-again': 'Corrected and sent again',
    'not-needed': 'Not to be loaded',
    other: 'Another reason',
  },
  dismissNote: 'Note',
  dismissNoteHelp: (left) => `Write nothing about patients. ${left} characters left.`,
  dismissNow: 'Dismiss',
  dismissing: 'Dismissing …',
  causeFirst: 'Choose a reason.',
  noteFirst: 'Write the reason in the note.',
  notDismissed:
    'The dismissal did not go through. Check that the note contains nothing like a personal identity number.',
  dismissedBy: (time, by) => `Dismissed ${time} by ${by}:`,
  dismissed: (count, n) =>
    count === 0
      ? 'Already dismissed. Nothing changed.'
      : count === 1
        ? '1 record dismissed.'
        : `${n} records dismissed.`,
  reopen: 'Reopen',
  reopened: (count, n) =>
    count === 0
      ? 'Already in the queue. Nothing changed.'
      : count === 1
        ? '1 record is back in the queue.'
        : `${n} records are back in the queue.`,
  changeFailed: 'The change did not go through. Try again.',
};
