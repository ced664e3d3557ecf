import type { Said } from '../../pipelines/serving/said.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { JudgementSaid, JudgementTold } from '../../schemas/read-api.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import { HttpProblem } from '../http/problem.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { PATIENCE, within } from '../platform/time-limit.ts';

export interface JudgingOptions {
  readonly serving: ServingStore;
  /** Stores a judgement; resolves once it is durable and served. */
  readonly judge: (event: JudgementEvent, by: string) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that a judgement waits to be stored and served at most. */
  readonly patience?: number | undefined;
}

/** The system that judgements of the pages are recorded by. */
const SOURCE = 'dashboard';

/**
 * Makes events of what charge nurses say of their wards. Sent again, the event is the same to the letter;
 * with another content it is corrected, and keeps the time it is of.
 */
export class Judging {
  private readonly options: JudgingOptions;
  private readonly queue = new SerialQueue();

  constructor(options: JudgingOptions) {
    this.options = options;
  }

  /**
   * Takes a judgement of a ward, one after another: two of one id are not both the first.
   * @param by who judges, as the audit names them
   * @throws HttpProblem where the id is of another ward's judgement, or of one that was withdrawn; and where
   *   it is not known in time that it is stored
   */
  take(
    wardId: string,
    said: JudgementSaid,
    by: string,
  ): Promise<{ told: JudgementTold; isNew: boolean }> {
    const { patience = PATIENCE } = this.options;
    const deadline = performance.now() + patience;
    const taken = this.queue.run(async () => {
      // nobody waits for it any more
      if (performance.now() >= deadline) throw unconfirmed();
      return this.store(wardId, said, by);
    });
    return within(patience, taken, unconfirmed);
  }

  private async store(wardId: string, said: JudgementSaid, by: string) {
    const { serving, judge } = this.options;
    const known = await serving.said(SOURCE, said.id);
    if (known !== null && (known.wardId !== wardId || known.status === 'entered-in-error')) {
      throw new HttpProblem('id-taken');
    }
    const timed = this.timed(said, known);
    const about = { wardId, source: SOURCE, type: 'judgement' as const };
    await judge({ ...said, ...timed, ...about }, by);
    const served = await serving.said(SOURCE, said.id);
    if (served === null || served.recordedAt < timed.recordedAt) throw unconfirmed();
    return { told: served.told, isNew: known === null };
  }

  private timed({ value, note }: JudgementSaid, known: Said | null) {
    const now = this.options.now() * 1000;
    if (known === null) return { occurredAt: now, recordedAt: now, status: 'final' as const };
    const { occurredAt, recordedAt, status, told } = known;
    if (told.value === value && told.note === (note ?? null)) {
      return { occurredAt, recordedAt, status };
    }
    // what was recorded last counts, whatever the clock says
    const later = Math.max(now, recordedAt + 1);
    return { occurredAt, recordedAt: later, status: 'amended' as const };
  }
}

/** It may be stored: its sender is to send it again, by the same id. */
const unconfirmed = () => new HttpProblem('unconfirmed', { retryAfterSeconds: 5 });
