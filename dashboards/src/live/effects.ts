import type { Snapshot } from '../../../schemas/ward-now.ts';
import type { Stream } from './stream.ts';

/** Why a server refuses its data: the user is not signed in, or may see no ward. */
export type Refusal = 'signedOut' | 'forbidden';

/** What the live connection needs of its surroundings. */
export interface Effects {
  open(): Stream;
  /** The snapshot's content; rejects without a good response. */
  fetchWards(): Promise<Snapshot>;
  /** Why the server refuses this user; `null` if it does not. */
  refusal(): Promise<Refusal | null>;
  /** ms since 1970 by this device's clock. */
  now(): number;
  /** Calls `beat` every second until what it returns is called. */
  everySecond(beat: () => void): () => void;
}
