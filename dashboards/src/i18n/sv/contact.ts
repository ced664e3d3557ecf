import { common } from './common.ts';

/** How a screen that follows the wards stands with its server. */
export const contact = {
  ...common,
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

export type ContactWords = typeof contact;
