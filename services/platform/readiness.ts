import { UNREADY_REASONS, type UnreadyReason } from '../../schemas/unready-reason.ts';

/** Milliseconds that what was stored may wait until it is served, before a service counts as behind. */
export const LONGEST_WAIT = 30_000;
/** Milliseconds that a slice of scoring may take, which needs one thousand or so as a rule. */
export const LONGEST_SLICE = 60_000;

/** One thing that must hold for a service to be ready; it is looked at whenever readiness is. */
export interface ReadinessCheck {
  readonly reason: UnreadyReason;
  /** True where the service is not ready for this reason. */
  readonly applies: () => boolean;
}

/** Whether a service is ready: where none of its checks applies. Each part of it adds its own. */
export class Readiness {
  private readonly checks: ReadinessCheck[];

  constructor(checks: readonly ReadinessCheck[] = []) {
    this.checks = [...checks];
  }

  add(...checks: readonly ReadinessCheck[]): void {
    this.checks.push(...checks);
  }

  /** Why the service is not ready, in the order of `UNREADY_REASONS`; empty where it is. */
  reasons(): UnreadyReason[] {
    const applying = new Set(
      this.checks.filter(({ applies }) => applies()).map(({ reason }) => reason),
    );
    return UNREADY_REASONS.filter((reason) => applying.has(reason));
  }
}
