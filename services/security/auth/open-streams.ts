import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import type { Credential } from './credential.ts';
import { Scope } from './scope.ts';
import type { Session, Sessions } from './sessions.ts';

/** Milliseconds between checks of the open streams. */
const LOOK_INTERVAL = 15_000;

/** What determines whether a stream may stay open. */
interface Admission {
  /** Wards of the site, in its order. */
  readonly site: readonly string[];
  readonly sessions: Sessions;
  /** Returns the current principal of a credential, by itself or within a session. */
  admitted(credential: Credential, session: Session | null): Promise<Caller | null>;
}

interface OpenStream {
  readonly caller: Caller;
  readonly scope: Scope;
  readonly reply: FastifyReply;
}

/**
 * Keeps the open streams, and ends a stream when its key is withdrawn, its time is over or it may see other
 * wards now. The client may connect again, and is authenticated again.
 */
export class OpenStreams {
  private readonly access: Admission;
  private readonly streams = new Set<OpenStream>();
  private readonly timer: NodeJS.Timeout;

  constructor(access: Admission) {
    this.access = access;
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL).unref();
  }

  get size(): number {
    return this.streams.size;
  }

  add({ caller, access: scope }: FastifyRequest, reply: FastifyReply): void {
    // a client that left meanwhile emits no close event any more
    if (caller === null || reply.raw.destroyed || reply.raw.closed) return;
    const stream = { caller, scope, reply };
    this.streams.add(stream);
    reply.raw.once('close', () => this.streams.delete(stream));
  }

  /** Ends the streams that may not stay open. */
  async look(): Promise<void> {
    for (const { caller, scope, reply } of this.streams) {
      const now = await this.access.admitted(caller.credential, caller.session);
      const wards =
        now === null ? null : new Scope(now.principal, scope.roles, this.access.site).wards;
      const isSame = JSON.stringify(wards) === JSON.stringify(scope.wards);
      // a wall sends no other request: when it reconnects, its cookie is sealed with the current secret
      const isOld = caller.session !== null && this.access.sessions.isOld(caller.session);
      if (!isSame || isOld) reply.raw.destroy();
    }
  }

  close(): void {
    clearInterval(this.timer);
  }
}
