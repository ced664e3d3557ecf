import { join } from 'node:path';
import type { Decoded } from '../pipelines/scoring/decode.ts';
import { type EventRules, eventRules } from '../pipelines/scoring/event-rules.ts';
import { SCORER_LAYOUT } from '../pipelines/scoring/layout.ts';
import type { Beside } from '../pipelines/scoring/store.ts';
import { wireBytes } from '../pipelines/scoring/wire-event.ts';
import { SERVING_LAYOUT } from '../pipelines/serving/layout.ts';
import { ServingStore } from '../pipelines/serving/store.ts';
import { assertOpens } from '../pipelines/warehouse/migrate.ts';
import type { Site } from '../schemas/site.ts';
import type { JudgementEvent } from '../schemas/staffing-event.ts';
import type { WardEvent } from '../schemas/ward-event.ts';
import type { Standing } from './api/operating.ts';
import { Reading } from './api/reading.ts';
import { Delays } from './delays.ts';
import { makeFolder } from './folder.ts';
import { Follower } from './follower.ts';
import { DeadLetters } from './ingest/dead-letters.ts';
import { type EventLog, type Fault, Intake, NotStored, Unconfirmed } from './ingest/intake.ts';
import { DEAD_LETTERS_LAYOUT } from './ingest/layout.ts';
import { refusalOf } from './ingest/refusal.ts';
import type { IngestOptions } from './ingest/routes.ts';
import { InputError } from './input-error.ts';
import { isolate, UNSTORABLE } from './isolate.ts';
import { kindOf, type Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { PATIENCE, within } from './patience.ts';
import { LONGEST_SLICE, LONGEST_WAIT, Readiness } from './readiness.ts';
import { clockTick } from './scorer/clock-tick.ts';
import { LocalRelay } from './scorer/local-relay.ts';
import { LIVE_CHECKPOINT, logChanged, Scorer } from './scorer/scorer.ts';
import { type Rescoring, ScoringFollower } from './scorer/scoring-follower.ts';

export interface EmbeddedOptions {
  /** Folder of the state: a DuckDB file for each service. */
  readonly data: string;
  readonly site: Site;
  readonly queueLimit: number;
  /** Milliseconds that what is sent waits to be stored, and a judgement to be served, at most. */
  readonly patience?: number;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Whether the clock moves stream time when no event does. */
  readonly clock: boolean;
  /** Whether moves and staffing may be of any time, as when years of history are loaded. */
  readonly allowOld?: boolean;
  readonly now?: () => number;
  /** Milliseconds of a clock that is not put back, by which waits are measured. */
  readonly monotonic?: () => number;
}

/** Embedded, the log has one partition. */
const PARTITION = 0;
/** Milliseconds between ticks of stream time. */
const CLOCK_INTERVAL = 60_000;

/**
 * Ingest, scorer and serving side in one process, joined by direct calls. Events are acknowledged once
 * they are stored; scoring and publication follow on their own, and catch up after any stop.
 */
export class Embedded {
  readonly rules: EventRules;
  readonly intake: Intake;
  readonly deadLetters: DeadLetters;
  readonly scorer: Scorer;
  readonly serving: ServingStore;
  readonly reading: Reading;
  readonly readiness: Readiness;
  private readonly log: Logger;
  private readonly metrics: Metrics;
  private readonly now: () => number;
  private readonly patience: number;
  /** The outbox is told while the next events are scored. */
  private readonly scoring: ScoringFollower;
  private readonly publishing: Follower;
  private readonly delays: Delays;
  private readonly relay: LocalRelay;
  /** What was acknowledged until then is scored. */
  private scoredUntil = Number.NEGATIVE_INFINITY;
  private caughtUp = false;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly hasClock: boolean;

  private constructor(
    options: EmbeddedOptions,
    deadLetters: DeadLetters,
    scorer: Scorer,
    serving: ServingStore,
    relay: LocalRelay,
  ) {
    const { site, log, metrics, now = Date.now, allowOld = false } = options;
    const { patience = PATIENCE, monotonic = () => performance.now() } = options;
    this.delays = new Delays(monotonic);
    this.relay = relay;
    this.rules = eventRules(site);
    this.deadLetters = deadLetters;
    this.scorer = scorer;
    this.serving = serving;
    this.log = log;
    this.metrics = metrics;
    this.now = now;
    this.patience = patience;
    this.hasClock = options.clock;
    this.reading = new Reading({
      ...options,
      serving,
      judge: (event, by) => this.judge(event, by),
      unplaced: (list, page) => scorer.listUnplaced(list, page),
    });
    this.scoring = new ScoringFollower({
      ...{ scorer, log, metrics, monotonic },
      onScored: (since) => {
        this.scoredUntil = since ?? this.scoredUntil;
        this.publishing.nudge();
        return since === null ? this.publishing.idle() : undefined;
      },
    });
    this.publishing = new Follower(
      () => timed(metrics.publishing, () => this.publish()),
      (error) => {
        metrics.failures.inc({ of: 'publication' });
        log.error(kindOf(error), 'publication failed; trying again');
      },
    );
    this.intake = new Intake({
      log: this.eventLog(),
      deadLetters,
      now,
      queueLimit: options.queueLimit,
      patience,
      maxAge: allowOld ? Number.POSITIVE_INFINITY : this.rules.maxAge,
      metrics,
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.caughtUp && scorer.toRescore === 0 },
      // the old values are served meanwhile
      { reason: 'rescoring', applies: () => !this.caughtUp && scorer.toRescore > 0 },
      { reason: 'storing-fails', applies: () => this.intake.isFailing },
      { reason: 'scoring-fails', applies: () => this.scoring.isFailing },
      { reason: 'scoring-slow', applies: () => this.scoring.sliceTook() > LONGEST_SLICE },
      { reason: 'publication-fails', applies: () => this.publishing.isFailing },
      { reason: 'behind', applies: () => this.delays.waited() > LONGEST_WAIT },
    ]);
  }

  /**
   * Opens the state in `data`; what was stored and not yet scored or served is caught up with, and a history
   * that is to be scored again too, while the old values are served.
   * @throws WarehouseError where another server has the folder
   * @throws StateMismatch where the state is of a newer program or another hospital; it stays as it was
   */
  static async open(options: EmbeddedOptions): Promise<Embedded> {
    const file = (name: string) => join(options.data, `${name}.duckdb`);
    await makeFolder(options.data);
    // one that does not open is found before another is brought to today's tables
    await assertOpens(file('scorer'), SCORER_LAYOUT);
    await assertOpens(file('serving'), SERVING_LAYOUT);
    await assertOpens(file('ingest'), DEAD_LETTERS_LAYOUT);
    const scorer = await Scorer.open(file('scorer'), options.site);
    logChanged(options.log, scorer.changed);
    const serving = await ServingStore.open(file('serving'), options.site, {
      threads: 1,
      checkpointAt: LIVE_CHECKPOINT,
    });
    const relay = await LocalRelay.open(scorer, serving, (hours) => {
      options.metrics.publications.inc();
      options.metrics.publishedHours.inc(hours);
    });
    if (await relay.isServingAhead()) {
      await Promise.all([scorer.close(), serving.close()]);
      throw new InputError(
        `${file('serving')} is ahead of ${file('scorer')}, which was lost or put back. Delete serving.duckdb: it is made again from what the scorer has.`,
      );
    }
    const deadLetters = await DeadLetters.open(file('ingest'), options.now);
    const embedded = new Embedded(options, deadLetters, scorer, serving, relay);
    // what was served before a stop is there at once
    await embedded.reading.show();
    return embedded;
  }

  /** How far a history is that is scored again beside what comes, `null` where none is. */
  get rescoring(): Rescoring | null {
    return this.scoring.rescoring;
  }

  /** What the routes for events need. */
  get ingest(): IngestOptions {
    const { intake, deadLetters, rules, scorer } = this;
    return { intake, deadLetters, rules, sentBy: (source, id) => scorer.sentBy(source, id) };
  }

  /** How it stands, for whoever runs it. */
  async standing(): Promise<Standing> {
    const reasons = this.readiness.reasons();
    const delay = this.delays.recent();
    const { unplaced } = this.scoring;
    return { reasons, deadLetters: await this.deadLetters.counts(), delay, unplaced };
  }

  /** Starts following what is stored. Resolves when what was there before is served. */
  async start(): Promise<void> {
    this.reading.start();
    this.follow();
    this.publishing.nudge();
    // the wards go on beside a history that is scored again
    if (this.hasClock) {
      const moveTime = () =>
        this.moveTime().catch((error: Error) => this.log.error(kindOf(error), 'no tick'));
      await moveTime();
      this.timers.push(setInterval(moveTime, CLOCK_INTERVAL));
    }
    // events may have come before this: everyone stands at their time, and not a while behind
    await this.scoring.catchUp();
    await this.publishing.idle();
    this.caughtUp = true;
    await this.scorer.goLive();
  }

  /** Notes that there is something to score: what runs already takes it along. */
  follow(): void {
    this.scoring.nudge();
    if (this.relay.isStaffingBehind) this.publishing.nudge();
  }

  /** Brings gauges up to date. */
  gauge(): void {
    this.metrics.waiting.set(this.intake.depth);
    this.metrics.waited.set(this.delays.waited() / 1000);
    this.reading.gauge();
  }

  /** Stores what was taken, ends the streams and closes the files. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.intake.stop();
    this.caughtUp = false;
    await this.scoring.stop();
    await this.publishing.stop();
    await this.reading.stop();
    await Promise.all([this.scorer.close(), this.serving.close(), this.deadLetters.close()]);
  }

  /**
   * Stores what another log (the simulated hospital) brought, with its position. What is sent again
   * after a stop does no harm.
   */
  async deliver({ events, rejected }: Decoded, topic: string, nextOffset: number): Promise<void> {
    const { metrics } = this;
    metrics.received.inc(events.length + rejected.length);
    if (rejected.length > 0) await this.deadLetters.put(rejected);
    const senders = new Map(events.map(({ source }) => [source, topic]));
    const source = { topic, partition: PARTITION, nextOffset };
    const { refused } = await this.keep(events, { senders, source });
    await this.deadLetters.put(
      [...refused].map(([index, fault]) => ({
        offset: index,
        ...fault,
        raw: wireBytes(events[index]!),
      })),
    );
    this.noteAccepted();
    metrics.accepted.inc(events.length - refused.size);
    for (const { reason } of [...rejected, ...refused.values()]) metrics.rejected.inc({ reason });
  }

  /** All events to the scorer, whose log they are: the serving side has of it what its outbox tells. */
  private eventLog(): EventLog {
    return {
      ready: () => this.scorer.ready(),
      // where the log ends is written again
      probe: async () => {
        await this.scorer.publish([]);
      },
      publish: async (events, senders) => {
        const kept = await this.keep(events, { senders });
        this.noteAccepted();
        this.follow();
        return kept;
      },
    };
  }

  /** Adds events to the log; what the store refuses is a rejection there, and does not hold up the others. */
  private async keep(events: readonly WardEvent[], beside: Pick<Beside, 'senders' | 'source'>) {
    const { metrics, scorer } = this;
    const known = new Set<number>();
    const refused = new Map<number, Fault>();
    const stop = metrics.storing.startTimer();
    let isWhole = true;
    await isolate(
      [...events.entries()],
      async (entries) => {
        isWhole = entries.length === events.length;
        const { source: _, ...part } = beside;
        const some = entries.map(([, event]) => event);
        const duplicates = await scorer.publish(some, isWhole ? beside : part);
        for (const place of duplicates) known.add(entries[place]![0]);
      },
      async ([index, event], error) => {
        const offset = await scorer.refuse({ ...UNSTORABLE, raw: wireBytes(event) });
        const place = { ...scorer.log, offset };
        this.log.error(
          { ...kindOf(error), ...place },
          'an event could not be stored, and is rejected',
        );
        refused.set(index, UNSTORABLE);
      },
    );
    // where the other log ends, once all of it is stored
    if (!isWhole && beside.source !== undefined) await scorer.publish([], beside);
    stop();
    metrics.batch.observe(events.length);
    return { known, refused };
  }

  /** Takes a judgement as any event; it is stored and served when this resolves. */
  private async judge(event: JudgementEvent, subject: string): Promise<void> {
    const sender = { subject, sources: [event.source] };
    try {
      const [verdict] = await this.intake.submit({ events: [event], rejected: [] }, sender);
      if (verdict!.status === 'rejected') throw new NotStored(verdict!.reason);
      await within(this.patience, this.relay.staffed.reached(this.scorer.staffedTo), () => {
        return new Unconfirmed('It is stored, and not served in time');
      });
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** What comes before the server has caught up waits for that. */
  private noteAccepted(): void {
    if (this.caughtUp) this.delays.accept();
  }

  /** Moves stream time to the clock where no event did. */
  private async moveTime(): Promise<void> {
    await this.scorer.publish([clockTick(this.now())]);
    this.follow();
  }

  /** The log and its outbox to the serving side, and what that changed to the stream. */
  private async publish(): Promise<void> {
    const { scoredUntil } = this;
    await this.relay.run();
    await this.reading.show();
    this.delays.tell(scoredUntil);
  }
}

async function timed(
  histogram: { startTimer(): () => number },
  work: () => Promise<void>,
): Promise<void> {
  const stop = histogram.startTimer();
  await work();
  stop();
}
