import type { ReasonMessages } from '../reasons.ts';

export const reasons: ReasonMessages = {
  'malformed-json': {
    name: 'Malformed JSON',
    cure: 'Cannot be read as JSON. Fix the sender and resend.',
  },
  'invalid-utf8': {
    name: 'Wrong encoding',
    cure: 'Not UTF-8. Fix the sender and resend.',
  },
  'too-large': {
    name: 'Record too large',
    cure: 'Larger than 64 KB. Fix the sender: one event per record.',
  },
  'unknown-type': {
    name: 'Unknown event type',
    cure: 'Not in the schema. Fix the sender, or upgrade the server and retry.',
  },
  'invalid-event': {
    name: 'Invalid field',
    cure: 'A field is missing, unknown or impossible; the list shows which. Fix the sender and resend.',
  },
  'from-the-future': {
    name: 'Time in the future',
    cure: 'More than 5 min later than its recording time or the server’s clock. Check the sender’s clock and time zone.',
  },
  'too-old': {
    name: 'Too old',
    cure: 'More than 400 days (or the site’s own limit) before its recording: usually a wrong year. Fix the sender, or raise maxAgeDays in the site file and retry.',
  },
  'forbidden-source': {
    name: 'Wrong source system',
    cure: 'The key may not send for this source system. Give the key that source in the access file, then retry; or correct the source and resend.',
  },
  'closed-ward': {
    name: 'Closed ward',
    cure: 'Happened after the ward closed (closedFrom in the site file). Fix the sender; or change the date, restart the server and retry.',
  },
  'unknown-ward': {
    name: 'Unknown ward',
    cure: 'Not in the server’s site file. Add it there, restart the server and retry.',
  },
};
