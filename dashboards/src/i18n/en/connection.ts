import type { ConnectionMessages } from '../sv/connection.ts';
import { common } from './common.ts';

export const connection: ConnectionMessages = {
  ...common,
  connecting: 'Connecting …',
  live: 'Live',
  polling: 'Updated every 30 seconds',
  silent: 'No new values',
  lost: 'No connection',
  paused: 'Paused',
  silentSource: {
    moves: (time) => `No admissions, transfers or discharges since ${time}`,
    vitals: (time) => `No vital signs from the records since ${time}`,
    function: (time) => `No function levels from the records since ${time}`,
    care: (time) => `No tasks or medication from the records since ${time}`,
  },
  silentSince: (time) => `No new values since ${time}`,
  lostSince: (time) => `No connection to the server since ${time}`,
  neverHeard: 'No connection to the server',
  oldValues: 'The data is out of date. The page updates automatically when the connection is back.',
  retrying: 'Trying again. The page starts automatically when the server responds.',
  pausedSince: (time) => `Paused since ${time}: new values are not shown`,
  dataFrom: (time) => `Data from ${time}`,
  sourceSilent: 'source silent',
  current: (current, all) => `${current}/${all} current`,
};
