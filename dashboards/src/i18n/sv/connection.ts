import { common } from './common.ts';

/** How a screen that follows the wards stands with its server. */
export const connection = {
  ...common,
  connecting: 'Ansluter …',
  live: 'Live',
  polling: 'Uppdateras var 30:e sekund',
  silent: 'Inga nya värden',
  lost: 'Ingen kontakt',
  paused: 'Pausad',
  /** Of the hospital; staffing is said on each ward. */
  silentSource: {
    moves: (time: string) => `Inga in- eller utskrivningar sedan ${time}`,
    vitals: (time: string) => `Inga vitalvärden från journalen sedan ${time}`,
    function: (time: string) => `Inga funktionsbedömningar från journalen sedan ${time}`,
    care: (time: string) => `Inga åtgärder eller läkemedel från journalen sedan ${time}`,
  },
  silentSince: (time: string) => `Inga nya värden sedan ${time}`,
  lostSince: (time: string) => `Ingen kontakt med servern sedan ${time}`,
  neverHeard: 'Ingen kontakt med servern',
  oldValues:
    'Uppgifterna är inte aktuella. Sidan uppdateras automatiskt när kontakten är tillbaka.',
  retrying: 'Försöker igen. Sidan startar automatiskt när servern svarar.',
  pausedSince: (time: string) => `Pausad sedan ${time}: nya värden visas inte`,
  dataFrom: (time: string) => `Underlaget är från ${time}`,
  sourceSilent: 'källa tyst',
  current: (current: string, all: string) => `${current}/${all} aktuella`,
};

export type ConnectionMessages = typeof connection;
