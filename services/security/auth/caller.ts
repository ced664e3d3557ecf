import type { Credential } from './credential.ts';
import type { Principal } from './principal.ts';
import type { Session } from './sessions.ts';

/** An authenticated caller, and its credential. */
export interface Caller {
  readonly principal: Principal;
  readonly credential: Credential;
  /** `null` for a key or token in the request. */
  readonly session: Session | null;
}

/** A caller that is not authenticated: it sent no credential, or a wrong one. */
export type AuthFailure = 'nothing' | 'wrong';
