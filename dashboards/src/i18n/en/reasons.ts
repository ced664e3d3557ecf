import type { ReasonWords } from '../reasons.ts';

export const reasons: ReasonWords = {
  'malformed-json': {
    name: 'Malformed JSON',
    cure: 'Cannot be read as JSON. Mend the sender and send anew.',
  },
  'invalid-utf8': {
    name: 'Wrong encoding',
    cure: 'Not UTF-8. Mend the sender and send anew.',
  },
  'too-large': {
    name: 'Record too large',
    cure: 'Larger than 1 MiB. Mend the sender: one event a record.',
  },
  'unknown-type': {
    name: 'Unknown type of event',
    cure: 'Not in the schema. Mend the sender, or upgrade the server and retry.',
  },
  'invalid-event': {
    name: 'Invalid field',
    cure: 'A field is missing, unknown or impossible; the list shows which. Mend the sender and send anew.',
  },
  'from-the-future': {
    name: 'From the future',
    cure: 'More than 5 min ahead of its recording or the server’s clock. Check the sender’s clock and time zone.',
  },
  'too-old': {
    name: 'Too old',
    cure: 'More than 400 days (or the site’s own limit) before its recording: most often a wrong year. Correct the sender, or raise maxAgeDays in the site file and retry.',
  },
  'forbidden-source': {
    name: 'Not the sender’s system',
    cure: 'The key sends for other systems than the event’s source. Give the key that source in the access file, then retry; or correct the source and send again.',
  },
  'closed-ward': {
    name: 'Closed ward',
    cure: 'Happened after the ward closed (closedFrom in the site file). Correct the sender; or change the date, restart the server and retry.',
  },
  'unknown-ward': {
    name: 'Unknown ward',
    cure: 'Not in the server’s site file. Add it there, restart the server and retry.',
  },
};
