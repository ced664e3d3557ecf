import type { Pass } from './pass.ts';
import type { Principal } from './principal.ts';
import type { Session } from './sessions.ts';

/** Who calls, and how that was shown. */
export interface Caller {
  readonly principal: Principal;
  readonly pass: Pass;
  /** NULL for a key or token that is sent along. */
  readonly session: Session | null;
}

/** What was shown instead of who it is: nothing, or something wrong. */
export type Stranger = 'nothing' | 'wrong';
