import { setTimeout as sleep } from 'node:timers/promises';
import { decode } from '../../pipelines/events/decode.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import type { Micros } from '../../schemas/instant.ts';
import type { WireEvent } from '../../schemas/ward-event.ts';
import type { CommitQueue, RecordResult } from '../ingest/commit-queue.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import type { Outbox } from './journal/outbox.ts';

/** Hands events to ingest. Sending the same again changes nothing. */
export interface EventSink {
  /**
   * Resolves with why each event is refused, `null` if it is stored.
   * @throws Error if it cannot be known: the same events are sent again
   */
  send(events: readonly WireEvent[]): Promise<(string | null)[]>;
}

/** The ingest queue of the same process: the rules of `POST /v1/events` hold. */
export function queueSink(queue: CommitQueue, rules: () => EventRules): EventSink {
  return {
    async send(events) {
      const records = events.map((event, offset) => ({
        offset,
        bytes: Buffer.from(JSON.stringify(event)),
      }));
      const sources = [...new Set(events.map(({ source }) => source))];
      const results = await queue.submit(decode(records, rules()), { subject: SENDER, sources });
      return results.map(reasonOf);
    },
  };
}

/** The name of the adapters as a sender, in the audit and at dead letters. */
const SENDER = 'adapters';

function reasonOf(result: RecordResult): string | null {
  return result.status === 'rejected' ? result.reason : null;
}

export interface PublisherOptions {
  readonly outbox: Outbox;
  readonly sink: EventSink;
  readonly now: () => Micros;
  readonly log: Logger;
  /** Called with the groups of events that were refused, which are interpreted again to note it. */
  readonly onRefused: (groups: readonly string[]) => void;
}

/** Events that are sent together. */
const PORTION = 1_000;
/** The longest wait before a try after others that failed, in milliseconds, besides that of the worker. */
const LONGEST_WAIT = 30_000;

/** Sends versions in the order they were derived, each until it is known what became of it. */
export class Publisher {
  private readonly options: PublisherOptions;
  private readonly worker: RetryingWorker;
  private readonly ending = new AbortController();
  private failures = 0;

  constructor(options: PublisherOptions) {
    this.options = options;
    this.worker = new RetryingWorker(
      () => this.work(),
      (error) => options.log.warn(errorKind(error), 'ingest takes no events of adapters'),
    );
  }

  /** True while ingest takes nothing. */
  get isFailing(): boolean {
    return this.worker.isFailing;
  }

  /** Sends what waits. */
  trigger(): void {
    this.worker.trigger();
  }

  /** Resolves when nothing waits to be sent. */
  idle(): Promise<void> {
    return this.worker.idle();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.worker.stop();
  }

  private async work(): Promise<void> {
    const { signal } = this.ending;
    if (this.failures > 0) {
      const wait = Math.min(LONGEST_WAIT, 1_000 * (2 ** Math.min(this.failures, 6) - 2));
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
    this.failures++;
    while (!signal.aborted && (await this.sendSome()));
    this.failures = 0;
  }

  private async sendSome(): Promise<boolean> {
    const { outbox, sink, now, onRefused } = this.options;
    const unsent = await outbox.unsent(PORTION);
    if (unsent.length === 0) return false;
    const reasons = await sink.send(unsent.map(({ event }) => event));
    const sent = unsent.map(({ sequence, groupId }, index) => ({
      ...{ sequence, groupId },
      refused: reasons[index]!,
    }));
    await outbox.note(sent, now());
    const refused = unsent.filter((_, index) => reasons[index] !== null);
    if (refused.length > 0) onRefused([...new Set(refused.map(({ groupId }) => groupId))]);
    return true;
  }
}
