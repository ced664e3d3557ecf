import { appending } from './measurements/appending.ts';
import { applying } from './measurements/applying.ts';
import { arrowReading } from './measurements/arrow-reading.ts';
import { decoding } from './measurements/decoding.ts';
import { replayed, scored } from './measurements/end-to-end.ts';
import { files } from './measurements/files.ts';
import { history } from './measurements/history.ts';
import { live } from './measurements/live.ts';
import { longStays } from './measurements/long-stays.ts';
import { machine } from './measurements/machine.ts';
import { scoring } from './measurements/scoring.ts';
import { scoreFile } from './peers/typescript.ts';

/** All that is measured, by name. Input and result are JSON: each runs in a process of its own. */
export const MEASUREMENTS = {
  machine,
  files,
  decoding,
  arrowReading,
  appending,
  scoring,
  applying,
  longStays,
  replayed,
  scored,
  history,
  live,
  plainTypescript: scoreFile,
};

export type Measurements = typeof MEASUREMENTS;
