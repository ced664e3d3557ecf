import { type CommonWords, commonWords } from './common.ts';
import type { Lang } from './languages.ts';

/** How a screen that follows the wards stands with its server, in Swedish. */
const sv = {
  connecting: 'Ansluter …',
  live: 'Live',
  polling: 'Hämtar var 30:e sekund',
  silent: 'Inga nya värden',
  lost: 'Ingen kontakt',
  paused: 'Pausad',
  silentSince: (time: string) => `Inga nya värden sedan ${time}`,
  lostSince: (time: string) => `Ingen kontakt med servern sedan ${time}`,
  neverHeard: 'Ingen kontakt med servern',
  oldValues: 'Det som visas är gammalt. Sidan fortsätter av sig själv när kontakten är tillbaka.',
  retrying: 'Försöker igen. Sidan startar av sig själv när kontakten finns.',
  pausedSince: (time: string) => `Pausad ${time}: nya värden visas inte`,
  dataFrom: (time: string) => `Underlaget är från ${time}`,
  current: (current: string, all: string) => `${current}/${all} aktuella`,
};

const en: typeof sv = {
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

export type ContactWords = CommonWords & typeof sv;

export const contactWords: Record<Lang, ContactWords> = {
  sv: { ...commonWords.sv, ...sv },
  en: { ...commonWords.en, ...en },
};
