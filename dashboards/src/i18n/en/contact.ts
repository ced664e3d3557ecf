import type { ContactWords } from '../sv/contact.ts';
import { common } from './common.ts';

export const contact: ContactWords = {
  ...common,
  connecting: 'Connecting …',
  live: 'Live',
  polling: 'Fetching every 30 seconds',
  silent: 'No new values',
  lost: 'No contact',
  paused: 'Paused',
  silentSince: (time) => `No new values since ${time}`,
  lostSince: (time) => `No contact with the server since ${time}`,
  neverHeard: 'No contact with the server',
  oldValues: 'What is shown is old. The page goes on by itself when contact is back.',
  retrying: 'Trying again. The page starts by itself when there is contact.',
  pausedSince: (time) => `Paused ${time}: new values are not shown`,
  dataFrom: (time) => `Data is from ${time}`,
  current: (current, all) => `${current}/${all} current`,
};
