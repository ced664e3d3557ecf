import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../../http/problem.ts';
import { errorKind, type Logger } from '../../platform/log.ts';
import type { EventsTaken } from './audit-entry.ts';
import type { AuditLog } from './audit-log.ts';
import { entriesOf } from './audited-request.ts';

/** Seconds after which a request that could not be audited may be tried again. */
const RETRY_AFTER = 5;

declare module 'fastify' {
  interface FastifyRequest {
    audit: RequestAudit;
  }
}

/** The audit of one request; its handler sets what only the handler knows. */
export class RequestAudit {
  /** Rows of the answer; for a streamed one, known at its end. */
  rows: number | null = null;
  /** Patients that the answer lists, each once. */
  encounters: readonly string[] = [];
  /** The result for the events of the request. */
  events: EventsTaken | null = null;
  /** Whether the line before the change is written. */
  isAnnounced = false;
  private readonly log: AuditLog;
  private readonly site: readonly string[];
  private readonly logger: Logger;

  /** @param site ids of the wards of the site */
  constructor(log: AuditLog, site: readonly string[], logger: Logger) {
    this.log = log;
    this.site = site;
    this.logger = logger;
  }

  /**
   * Writes that a request is about to change something.
   * @throws HttpProblem `not-audited` if the line cannot be written; the request must then change nothing
   */
  async announce(request: FastifyRequest): Promise<void> {
    if (!(await this.write(request, null))) throw notAudited();
    this.isAnnounced = true;
  }

  /**
   * Makes sure that the line at the end of a request can be written.
   * @throws HttpProblem `not-audited` if it cannot
   */
  async assertWritable({ id: traceId }: FastifyRequest): Promise<void> {
    await this.log.assertWritable().catch((error) => {
      this.report(error, traceId);
      throw notAudited();
    });
  }

  /** Writes the result of a request; returns whether that succeeded. */
  async write(request: FastifyRequest, status: number | null, ended?: true): Promise<boolean> {
    try {
      await this.log.append(...entriesOf(request, this.site, status, ended));
      return true;
    } catch (error) {
      this.report(error as Error, request.id);
      return false;
    }
  }

  private report(error: Error, traceId: string): void {
    this.logger.error({ ...errorKind(error), traceId }, 'the audit cannot be written');
  }
}

export function notAudited(): HttpProblem {
  return new HttpProblem('not-audited', { retryAfterSeconds: RETRY_AFTER });
}
