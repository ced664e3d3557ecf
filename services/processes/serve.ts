import type { Decoded } from '../../pipelines/events/decode.ts';
import { type EventRules, eventRules } from '../../pipelines/events/event-rules.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import { formatInstant, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import type { Standing } from '../api/operating.ts';
import { Reading } from '../api/service.ts';
import { readClockNote } from '../clock/clock-note.ts';
import { SERVER_CLOCK } from '../clock/clock-tick.ts';
import { ServerClock } from '../clock/server-clock.ts';
import { CLOCK_LIMITS, type ClockLimits, TrustedClock } from '../clock/trusted-clock.ts';
import type { DeadLetters } from '../ingest/dead-letters.ts';
import { type EventLog, Intake, NotStored, Unconfirmed } from '../ingest/intake.ts';
import { refusalOf } from '../ingest/refusal.ts';
import { retryDue } from '../ingest/retry.ts';
import type { IngestOptions } from '../ingest/routes.ts';
import type { Journal } from '../journal/journal.ts';
import { Delays } from '../platform/latency.ts';
import { kindOf, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { LONGEST_SLICE, LONGEST_WAIT, Readiness } from '../platform/readiness.ts';
import { Follower } from '../platform/retrying-worker.ts';
import { PATIENCE, within } from '../platform/time-limit.ts';
import { logChanged, type Scorer } from '../scorer/scorer.ts';
import { type Rescoring, ScoringFollower } from '../scorer/scoring-follower.ts';
import type { Sources } from '../security/auth/sources.ts';
import { writeHead } from '../state/head.ts';
import { openState, type State } from '../state/open.ts';
import { rewindDerived } from '../state/rewind.ts';
import { answerSnapshot } from '../state/snapshot.ts';
import { LocalRelay } from '../transport/local/hour-relay.ts';
import { JournalFollower } from '../transport/local/journal-follower.ts';

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
  /** Milliseconds since 1970, by the clock of the machine. */
  readonly now?: () => number;
  /** Milliseconds of a clock that is not put back, by which waits are measured. */
  readonly monotonic?: () => number;
  /** Milliseconds of one that goes on while the machine sleeps, too: the clock of the machine is held against it. */
  readonly uptime?: () => number;
  readonly clockLimits?: Partial<ClockLimits>;
  /** The systems that a sender may write for now, `null` where it is nobody any more. */
  readonly sourcesOf?: (subject: string) => Promise<Sources | null>;
}

/** Milliseconds between notes of what was acknowledged. */
const HEAD_INTERVAL = 1_000;

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
  readonly journal: Journal;
  readonly reading: Reading;
  readonly readiness: Readiness;
  private readonly log: Logger;
  private readonly metrics: Metrics;
  readonly clock: ServerClock;
  /** Rewinds that what is derived has had. */
  private rewound: number;
  private readonly patience: number;
  /** The outbox is told while the next events are scored. */
  private readonly scoring: ScoringFollower;
  private readonly storing: JournalFollower;
  private readonly data: string;
  private readonly publishing: Follower;
  private readonly delays: Delays;
  private readonly relay: LocalRelay;
  /** What was acknowledged until then is scored. */
  private scoredUntil = Number.NEGATIVE_INFINITY;
  private caughtUp = false;
  private hasStarted = false;
  /** What the head that was written last says. */
  private noted = '';
  private noting: Promise<void> | null = null;
  private copying: Promise<void> | null = null;
  private readonly timers: NodeJS.Timeout[] = [];

  private constructor(
    options: EmbeddedOptions,
    state: State,
    relay: LocalRelay,
    clock: { readonly trusted: TrustedClock; readonly tickedTo: Micros },
  ) {
    const { journal, scorer, serving, deadLetters } = state;
    const { site, log, metrics, allowOld = false } = options;
    const now = () => clock.trusted.now();
    const { sourcesOf = async () => null } = options;
    const { patience = PATIENCE, monotonic = () => performance.now() } = options;
    this.delays = new Delays(monotonic);
    this.relay = relay;
    this.journal = journal;
    this.data = options.data;
    this.rules = eventRules(site);
    this.deadLetters = deadLetters;
    this.scorer = scorer;
    this.serving = serving;
    this.log = log;
    this.metrics = metrics;
    this.rewound = journal.rewinds.length;
    this.patience = patience;
    this.reading = new Reading({
      ...options,
      now,
      serving,
      judge: (event, by) => this.judge(event, by),
      unplaced: (list, page) => scorer.listUnplaced(list, page),
    });
    this.storing = new JournalFollower({
      ...{ journal, scorer, deadLetters, log, metrics, monotonic },
      onStored: () => this.follow(),
    });
    this.scoring = new ScoringFollower({
      ...{ scorer, log, metrics, monotonic },
      storedUntil: () => this.storing.storedUntil(),
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
    this.clock = new ServerClock({
      ...{ trusted: clock.trusted, data: this.data, log, movesTime: options.clock },
      tick: async (tick) => {
        await journal.append({ events: [tick], senders: new Map() });
        this.storing.nudge();
      },
      onMinute: (time) =>
        retryDue({ intake: this.intake, deadLetters, rules: this.rules, sourcesOf }, time),
      own: {
        tickedTo: clock.tickedTo,
        jump: options.clockLimits?.jump ?? CLOCK_LIMITS.jump,
        rewind: (to) =>
          within(patience, this.rewind(to), () => new Unconfirmed('It is being taken back')),
      },
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.caughtUp && scorer.toRescore === 0 },
      // the old values are served meanwhile
      { reason: 'rescoring', applies: () => !this.caughtUp && scorer.toRescore > 0 },
      { reason: 'storing-fails', applies: () => this.intake.isFailing },
      { reason: 'journal', applies: () => this.storing.isFailing },
      { reason: 'scoring-fails', applies: () => this.scoring.isFailing },
      { reason: 'scoring-slow', applies: () => this.scoring.sliceTook() > LONGEST_SLICE },
      { reason: 'publication-fails', applies: () => this.publishing.isFailing },
      { reason: 'behind', applies: () => this.delays.waited() > LONGEST_WAIT },
      { reason: 'clock', applies: () => this.clock.isInDoubt },
    ]);
  }

  /**
   * Opens the state in `data`; what was stored and not yet scored or served is caught up with, and a history
   * that is to be scored again too, while the old values are served.
   * @throws WarehouseError where another server has the folder
   * @throws StateMismatch where the state is of a newer program or another hospital; it stays as it was
   */
  static async open(options: EmbeddedOptions): Promise<Embedded> {
    const { data, site, log, metrics, now: wall, uptime, clockLimits: limits = {} } = options;
    const note = await readClockNote(data);
    const trusted = new TrustedClock({
      ...{ note, log, limits },
      ...(wall === undefined ? {} : { wall }),
      ...(uptime === undefined ? {} : { uptime }),
    });
    const state = await openState({ data, site, now: () => trusted.now() });
    const last = await state.scorer.withStore((store) => store.lastTick(SERVER_CLOCK));
    if (last !== null) trusted.notBefore(last / 1000);
    logChanged(log, state.scorer.changed);
    const relay = await LocalRelay.open(state.scorer, state.serving, (hours) => {
      metrics.publications.inc();
      metrics.publishedHours.inc(hours);
    });
    const embedded = new Embedded(options, state, relay, {
      trusted,
      tickedTo: last ?? Number.NEGATIVE_INFINITY,
    });
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
    const { intake, deadLetters, rules } = this;
    const sentBy = async (source: string, id: string) => {
      await this.storing.reached();
      return this.scorer.sentBy(source, id);
    };
    return { intake, deadLetters, rules, sentBy, clock: this.clock };
  }

  /** How it stands, for whoever runs it. */
  async standing(): Promise<Standing> {
    const reasons = this.readiness.reasons();
    const delay = this.delays.recent();
    const { unplaced } = this.scoring;
    const clock = this.clock.standing();
    return { reasons, clock, deadLetters: await this.deadLetters.counts(), delay, unplaced };
  }

  /** Starts following what is stored. Resolves when what was there before is served. */
  async start(): Promise<void> {
    this.reading.start();
    this.hasStarted = true;
    this.noteHead();
    this.timers.push(setInterval(() => this.noteHead(), HEAD_INTERVAL));
    this.timers.push(setInterval(() => this.answerBackup(), HEAD_INTERVAL));
    this.storing.nudge();
    await this.storing.reached();
    this.follow();
    this.publishing.nudge();
    // the wards go on beside a history that is scored again
    await this.clock.start();
    // events may have come before this: everyone stands at their time, and not a while behind
    await this.storing.reached();
    await this.scoring.catchUp();
    await this.publishing.idle();
    await this.withdrawOthers();
    this.caughtUp = true;
    await this.scorer.goLive();
  }

  /** Notes that there is something to score: what runs already takes it along. */
  follow(): void {
    if (!this.hasStarted) return;
    this.scoring.nudge();
    if (this.relay.isStaffingBehind) this.publishing.nudge();
  }

  /** Brings gauges up to date. */
  gauge(): void {
    this.metrics.waiting.set(this.intake.depth);
    this.metrics.waited.set(this.delays.waited() / 1000);
    this.metrics.clockOffset.set(this.clock.standing().offsetSeconds);
    this.reading.gauge();
  }

  /** Stores what was taken, ends the streams and closes the files. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.clock.stop();
    await this.intake.stop();
    this.caughtUp = false;
    await this.storing.stop();
    await this.scoring.stop();
    await this.publishing.stop();
    await this.reading.stop();
    await this.journal.close();
    await this.copying;
    await this.noting;
    await this.writeHead().catch((error: Error) =>
      this.log.error(kindOf(error), 'the head could not be written'),
    );
    await Promise.all([this.scorer.close(), this.serving.close(), this.deadLetters.close()]);
  }

  /**
   * Appends what another log (the simulated hospital) brought, with its position. What is sent again
   * after a stop does no harm.
   */
  async deliver({ events, rejected }: Decoded, topic: string, nextOffset: number): Promise<void> {
    const { metrics } = this;
    metrics.received.inc(events.length + rejected.length);
    if (rejected.length > 0) await this.deadLetters.put(rejected);
    const senders = new Map(events.map(({ source }) => [source, topic]));
    const before = this.journal.end;
    const { known } = await this.journal.append({ events, senders, source: { topic, nextOffset } });
    this.noteAccepted();
    this.storing.nudge();
    metrics.duplicates.inc(known.size);
    metrics.accepted.inc(events.length - known.size);
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
    // a history that is loaded runs one portion ahead
    await this.storing.reached(before);
  }

  /** Accepted events go to the journal: what follows it has of them what it has. */
  private eventLog(): EventLog {
    return {
      ready: () => this.journal.ready(),
      // a line that says nothing
      probe: () => this.journal.note({ kind: 'probe' }),
      publish: async (events, senders) => {
        const { known } = await this.journal.append({ events, senders });
        this.noteAccepted();
        this.storing.nudge();
        return { known };
      },
    };
  }

  /** Takes a judgement as any event; it is stored and served when this resolves. */
  private async judge(event: JudgementEvent, subject: string): Promise<void> {
    const sender = { subject, sources: [event.source] };
    try {
      const [verdict] = await this.intake.submit({ events: [event], rejected: [] }, sender);
      if (verdict!.status === 'rejected') throw new NotStored(verdict!.reason);
      const isServed = this.storing
        .reached()
        .then(() => this.relay.staffed.reached(this.scorer.staffedTo));
      await within(this.patience, isServed, () => {
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

  /** Takes back the ticks of the server's own clock that lie ahead. */
  private async rewind(to: Micros): Promise<void> {
    await this.storing.reached();
    await this.journal.note({ kind: 'rewind', to: formatInstant(to) });
    this.publishing.nudge();
    await this.publishing.idle();
    await this.scoring.catchUp();
    await this.publishing.idle();
  }

  /** Where the scorer's file was made again: withdraws what was published of the one before and is no more. */
  private async withdrawOthers(): Promise<void> {
    const { scorer, serving } = this;
    const { partition } = scorer.log;
    await scorer.withStore(async (store) => {
      if (await store.isUncompared())
        await store.withdrawOthers(serving.keys(partition), partition);
    });
    this.publishing.nudge();
    await this.publishing.idle();
  }

  /** Notes beside the files what was acknowledged and how far they have come, where that is another. */
  private noteHead(): void {
    if (this.noted === this.toNote() || this.noting !== null) return;
    this.noting = this.writeHead()
      .catch((error: Error) => this.log.error(kindOf(error), 'the head could not be written'))
      .finally(() => {
        this.noting = null;
      });
  }

  /** Copies the files beside the work where a backup waits for that. */
  private answerBackup(): void {
    this.copying ??= this.copyFiles()
      .catch((error: Error) => this.log.error(kindOf(error), 'no copy for a backup'))
      .finally(() => {
        this.copying = null;
      });
  }

  private async copyFiles(): Promise<void> {
    const { data, serving, deadLetters, scorer } = this;
    await answerSnapshot(data, {
      ...{ ingest: deadLetters.warehouse, serving: serving.warehouse },
      scorer: await scorer.withStore(async ({ warehouse }) => warehouse),
    });
  }

  private async writeHead(): Promise<void> {
    const { journal, scorer, serving, deadLetters } = this;
    const noted = this.toNote();
    const { id, end, endHash: hash } = journal;
    const { position } = await serving.applied(scorer.log.partition);
    await writeHead(this.data, {
      journal: { id, end, hash },
      scorer: { next: scorer.nextOffset, revision: await scorer.outbox.revision() },
      serving: { revision: position },
      deadLetters: { last: await deadLetters.lastNumber() },
    });
    this.noted = noted;
  }

  /** What a head that is written now would say that the last one did not. */
  private toNote(): string {
    return `${this.journal.endHash} ${this.deadLetters.changes}`;
  }

  /** The log and its outbox to the serving side, and what that changed to the stream. */
  private async publish(): Promise<void> {
    const { scoredUntil, journal, scorer, serving } = this;
    if (this.rewound < journal.rewinds.length) {
      await rewindDerived(journal, scorer, serving);
      this.rewound = journal.rewinds.length;
    }
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
