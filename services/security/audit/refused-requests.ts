import { clientOf } from '../../http/client-address.ts';
import { errorKind, type Logger } from '../../platform/log.ts';
import type { AuditLog } from './audit-log.ts';

const MINUTE = 60_000;
/** Most addresses and problems that are counted separately within a minute. */
const MOST = 1_000;
/** Stands for all further addresses. */
const OTHERS = 'others';

interface Refused {
  readonly address: string;
  readonly problem: string;
  readonly since: string;
  count: number;
}

/**
 * Counts requests that were refused before anything was read, and writes one line of the audit per minute,
 * address and problem: one line per request would let anybody fill the disk.
 */
export class RefusedRequests {
  private readonly audit: AuditLog;
  private readonly log: Logger;
  private readonly now: () => number;
  private readonly timer: NodeJS.Timeout;
  private counted = new Map<string, Refused>();

  constructor(audit: AuditLog, log: Logger, now: () => number) {
    this.audit = audit;
    this.log = log;
    this.now = now;
    this.timer = setInterval(() => void this.write(), MINUTE).unref();
  }

  /** @param problem of the answer: `unauthenticated` */
  count(client: string, problem: string): void {
    const network = clientOf(client);
    const isRoom = this.counted.size < MOST || this.counted.has(`${network} ${problem}`);
    const address = isRoom ? network : OTHERS;
    const key = `${address} ${problem}`;
    const known = this.counted.get(key);
    if (known !== undefined) known.count++;
    else {
      const since = new Date(this.now()).toISOString();
      this.counted.set(key, { address, problem, since, count: 1 });
    }
  }

  /** Writes the counts; if that fails, they are lost, and the log says so. */
  async write(): Promise<void> {
    const counted = [...this.counted.values()];
    this.counted = new Map();
    if (counted.length === 0) return;
    const note = 'requests were refused';
    try {
      await this.audit.append(...counted.map((refused) => ({ note, ...refused }) as const));
    } catch (error) {
      this.log.error({ ...errorKind(error as Error), counted }, 'refused requests are not audited');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }
}
