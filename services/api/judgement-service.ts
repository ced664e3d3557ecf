import type { JudgementVersion } from '../../pipelines/serving/judgement-version.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { JudgementInput, JudgementView } from '../../schemas/read-api.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import { HttpProblem } from '../http/problem.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { PATIENCE, within } from '../platform/time-limit.ts';

export interface JudgementServiceOptions {
  readonly serving: ServingStore;
  /** Stores a judgement; resolves once it is durable and served. */
  readonly judge: (event: JudgementEvent, by: string) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The longest wait until a judgement is stored and served, in milliseconds. */
  readonly patience?: number | undefined;
}

/** The source of judgements from the dashboards. */
const SOURCE = 'dashboard';

/**
 * Turns the judgements of charge nurses into events. A judgement that is sent again makes the identical
 * event; one with other content makes a correction, which keeps the original time.
 */
export class JudgementService {
  private readonly options: JudgementServiceOptions;
  private readonly queue = new SerialQueue();

  constructor(options: JudgementServiceOptions) {
    this.options = options;
  }

  /**
   * Records a judgement of a ward. Judgements are recorded one by one: of two with the same id, only one is new.
   * @param by the user who judges, as the audit names them
   * @throws HttpProblem if the id belongs to a judgement of another ward or to a withdrawn one, and if storing
   *   is not confirmed in time
   */
  record(
    wardId: string,
    input: JudgementInput,
    by: string,
  ): Promise<{ judgement: JudgementView; isNew: boolean }> {
    return this.runExclusive(() => this.store(wardId, input, by));
  }

  /**
   * Takes a judgement back: it counts no more. Taken back again it stays so.
   * @param by the user who takes it back, as the audit names them
   * @returns the judgement as it was
   * @throws HttpProblem if the ward has no such judgement from the dashboards, and if storing is not confirmed in time
   */
  withdraw(wardId: string, id: string, by: string): Promise<JudgementView> {
    return this.runExclusive(async () => {
      const { serving, judge } = this.options;
      const known = await serving.findJudgement(SOURCE, id);
      if (known === null || known.wardId !== wardId) throw new HttpProblem('unknown-judgement');
      const { judgement, occurredAt, recordedAt, status } = known;
      const { value, note } = judgement;
      const isNew = status !== 'entered-in-error';
      const at = isNew ? Math.max(this.options.now() * 1000, recordedAt + 1) : recordedAt;
      const event = {
        ...{ id, wardId, value, occurredAt, source: SOURCE, type: 'judgement' as const },
        ...{ recordedAt: at, status: 'entered-in-error' as const },
      };
      await judge(note === null ? event : { ...event, note }, by);
      const served = await serving.findJudgement(SOURCE, id);
      if (served?.status !== 'entered-in-error') throw unconfirmed();
      return judgement;
    });
  }

  private async store(wardId: string, input: JudgementInput, by: string) {
    const { serving, judge } = this.options;
    const known = await serving.findJudgement(SOURCE, input.id);
    if (known !== null && (known.wardId !== wardId || known.status === 'entered-in-error')) {
      throw new HttpProblem('id-taken');
    }
    const timed = this.timed(input, known);
    const about = { wardId, source: SOURCE, type: 'judgement' as const };
    await judge({ ...input, ...timed, ...about }, by);
    const served = await serving.findJudgement(SOURCE, input.id);
    if (served === null || served.recordedAt < timed.recordedAt) throw unconfirmed();
    return { judgement: served.judgement, isNew: known === null };
  }

  private runExclusive<T>(act: () => Promise<T>): Promise<T> {
    const { patience = PATIENCE } = this.options;
    const deadline = performance.now() + patience;
    const done = this.queue.run(async () => {
      // the caller has had its answer
      if (performance.now() >= deadline) throw unconfirmed();
      return act();
    });
    return within(patience, done, unconfirmed);
  }

  private timed({ value, note }: JudgementInput, known: JudgementVersion | null) {
    const now = this.options.now() * 1000;
    if (known === null) return { occurredAt: now, recordedAt: now, status: 'final' as const };
    const { occurredAt, recordedAt, status, judgement } = known;
    if (judgement.value === value && judgement.note === (note ?? null)) {
      return { occurredAt, recordedAt, status };
    }
    // the last recorded version counts, so it must be the latest even if the clock went back
    const later = Math.max(now, recordedAt + 1);
    return { occurredAt, recordedAt: later, status: 'amended' as const };
  }
}

/** The judgement may be stored: the sender should send it again with the same id. */
const unconfirmed = () => new HttpProblem('unconfirmed', { retryAfterSeconds: 5 });
