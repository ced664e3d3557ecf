import { UNREADY_REASONS, type UnreadyReason } from '../../schemas/unready-reason.ts';

/** Milliseconds that stored events may wait until they are served, before a service counts as behind. */
export const LONGEST_WAIT = 30_000;
/** Milliseconds that a slice of scoring may take; it usually needs about one thousand. */
export const LONGEST_SLICE = 60_000;

/** One reason for a service not to be ready, which every query of readiness checks. */
export interface ReadinessCheck {
  readonly reason: UnreadyReason;
  /** True if the service is not ready for this reason. */
  readonly applies: () => boolean;
}

/** A service is ready if none of its checks applies. Each part of the service adds its checks. */
export class Readiness {
  private readonly checks: ReadinessCheck[];

  constructor(checks: readonly ReadinessCheck[] = []) {
    this.checks = [...checks];
  }

  add(...checks: readonly ReadinessCheck[]): void {
    this.checks.push(...checks);
  }

  /** Why the service is not ready, in the order of `UNREADY_REASONS`; empty if it is. */
  reasons(): UnreadyReason[] {
    const applying = new Set(
      this.checks.filter(({ applies }) => applies()).map(({ reason }) => reason),
    );
    return UNREADY_REASONS.filter((reason) => applying.has(reason));
  }
}
