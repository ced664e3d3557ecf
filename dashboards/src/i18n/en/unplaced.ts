import type { unplaced as swedish } from '../sv/unplaced.ts';

export const unplaced: typeof swedish = {
  unplaced: 'Stays and events to check',
  unplacedHelp:
    'They change the need: a patient who is still in the system counts, an event without a stay does not. The lists show pseudonyms, and each view is logged.',
  unplacedElsewhere: 'Counted in another service: see its /metrics.',
  unplacedLists: {
    'presumed-left': {
      title: 'Stays that ended automatically',
      what: 'Nothing has come in about the patient for days, and the stay no longer counts.',
      fix: 'Send the discharge. A new event opens the stay again.',
    },
    'silent-stays': {
      title: 'Open stays without events for 48 hours',
      what: 'The stay counts, but nothing has come in about the patient for two days.',
      fix: 'Has the patient left the ward? Send the discharge. If not, check the integration of the ward.',
    },
    'moves-without-effect': {
      title: 'Moves without effect',
      what: 'A discharge or leave without an open stay, or an arrival that another one replaced.',
      fix: 'Send the missing admission, or send the move again as entered-in-error.',
    },
    'orphan-events': {
      title: 'Events without a stay',
      what: 'The patient was never admitted, or the event lies outside the stay.',
      fix: 'Send the admission. Check whether sources use different pseudonyms for the same patient.',
    },
  },
  unplacedReasons: {
    silent: 'no events',
    'no-stay': 'no open stay',
    'before-arrival': 'before the arrival',
    overridden: 'replaced by another',
    'away-already': 'on leave already',
    'not-away': 'not on leave',
    'never-admitted': 'never admitted',
    'outside-stay': 'outside the stay',
  },
  unplacedNone: 'None',
  unplacedFix: 'What to do:',
  unplacedShow: 'Show',
  unplacedHide: 'Hide',
  unplacedShown: (shown, all) => `Showing the latest ${shown} of ${all}.`,
  encounter: 'Pseudonymous id',
  reasonColumn: 'Reason',
  eventColumn: 'Event',
  occurred: 'Occurred',
  sender: 'Sender, id',
  unknownWard: 'unknown',
};
