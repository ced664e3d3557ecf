import type { Decoded } from '../../pipelines/events/decode.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import { formatInstant, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import type { ServiceStatus } from '../api/pipeline-health.ts';
import { ApiService } from '../api/service.ts';
import { readClockNote } from '../clock/clock-note.ts';
import { SERVER_CLOCK } from '../clock/clock-tick.ts';
import { CLOCK_LIMITS, type ClockLimits, TrustedClock } from '../clock/trusted-clock.ts';
import { CommitFailedError, Unconfirmed } from '../ingest/commit-queue.ts';
import { toHttpProblem } from '../ingest/refusal.ts';
import type { IngestOptions } from '../ingest/routes.ts';
import { IngestService } from '../ingest/service.ts';
import type { Journal, JournalEnd } from '../journal/journal.ts';
import type { Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { LONGEST_SLICE, LONGEST_WAIT, Readiness } from '../platform/readiness.ts';
import { PATIENCE, within } from '../platform/time-limit.ts';
import { logChanged } from '../scorer/scorer.ts';
import type { Rescoring } from '../scorer/scoring-follower.ts';
import { ScorerService } from '../scorer/service.ts';
import type { Sources } from '../security/auth/sources.ts';
import { StateKeeper } from '../state/keeper.ts';
import { openState, type State } from '../state/open.ts';
import { rewindDerived } from '../state/rewind.ts';
import { JournalEventLog } from '../transport/local/event-log.ts';
import { LocalHourLog } from '../transport/local/hour-log.ts';
import { FAR_BEHIND, JournalFollower } from '../transport/local/journal-follower.ts';
import type { HourLog } from '../transport/transport.ts';

export interface ServeOptions {
  /** Folder of the state: the journal, and a DuckDB file for each service. */
  readonly data: string;
  readonly site: Site;
  /** What `assertStarts` returned for the folder just before; by default it runs at open. */
  readonly checked?: JournalEnd | null;
  readonly queueLimit: number;
  /** The longest wait of a request to be stored, and of a judgement to be served, in milliseconds. */
  readonly patience?: number;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Whether the clock moves stream time when no event does. */
  readonly clock: boolean;
  /** Whether moves and staffing of any age are accepted, for example to load years of history. */
  readonly allowOld?: boolean;
  /** Milliseconds since 1970, by the clock of the machine. */
  readonly now?: () => number;
  /** Milliseconds of a clock that is never set back, which measures waits. */
  readonly monotonic?: () => number;
  /** Milliseconds of a clock that also runs while the machine sleeps; checks the clock of the machine. */
  readonly uptime?: () => number;
  readonly clockLimits?: Partial<ClockLimits>;
  /** The systems that a sender may write for now, `null` if the sender no longer has access. */
  readonly sourcesOf?: (subject: string) => Promise<Sources | null>;
}

/** Most stored events without a score while there are more to read: one part is scored while the next is made ready. */
const MOST_UNSCORED = 120_000;

/**
 * `serve`: ingest, scorer and API in one process, joined by the local transport. This file is the way of an event:
 *
 *     POST /v1/events → ingest (checks it) → JournalEventLog.append (fsync; here it is acknowledged)
 *       → JournalFollower → scorer.take (stores it) → scores what it touches → LocalHourLog.publish
 *       → serving store → api.show → the streams of the wards
 *
 * Each step after the acknowledgement runs on its own and resumes where its file stands.
 */
export class ServeProcess {
  readonly journal: Journal;
  readonly ingest: IngestService;
  readonly scorer: ScorerService;
  readonly serving: ServingStore;
  readonly api: ApiService;
  readonly readiness: Readiness;
  private readonly options: ServeOptions;
  private readonly events: JournalEventLog;
  private readonly following: JournalFollower;
  private readonly hours: LocalHourLog;
  private readonly keeper: StateKeeper;
  private readonly patience: number;
  /** Number of journal rewinds that the derived files have. */
  private rewound: number;
  private hasCaughtUp = false;
  /** Whether a history is delivered. */
  private isLoading = false;

  private constructor(
    options: ServeOptions,
    state: State,
    hours: LocalHourLog,
    clock: { readonly trusted: TrustedClock; readonly tickedTo: Micros },
  ) {
    const { journal, scorer, serving, deadLetters } = state;
    const { data, site, log, metrics, allowOld = false, patience = PATIENCE } = options;
    const { monotonic = () => performance.now(), sourcesOf = async () => null } = options;
    const now = () => clock.trusted.now();
    this.options = options;
    this.journal = journal;
    this.serving = serving;
    this.hours = hours;
    this.patience = patience;
    this.rewound = journal.rewinds.length;

    this.events = new JournalEventLog(journal, () => this.noteAppended());
    this.ingest = new IngestService({
      ...{ data, site, log, metrics, deadLetters, sourcesOf, patience, allowOld },
      ...{ events: this.events, trusted: clock.trusted, clock: options.clock },
      queueLimit: options.queueLimit,
      sentBy: async (source, id) => {
        await this.following.reached();
        return scorer.sentBy(source, id);
      },
      own: {
        tickedTo: clock.tickedTo,
        jump: options.clockLimits?.jump ?? CLOCK_LIMITS.jump,
        rewind: (to) =>
          within(patience, this.rewind(to), () => new Unconfirmed('It is being taken back')),
      },
    });
    this.scorer = new ScorerService({
      ...{ scorer, log, metrics, monotonic, hours: this.served() },
      ...{ farBehind: FAR_BEHIND, mostUnscored: MOST_UNSCORED, publishesBySlice: true },
      lag: () => this.following.lag,
      storedUntil: () => this.following.storedUntil(),
      keepRejected: async (rejected, unstorable) => {
        await deadLetters.put(rejected.map((letter) => ({ ...letter, position: letter.offset })));
        journal.forget(unstorable);
      },
    });
    this.following = new JournalFollower({
      ...{ journal, consumer: this.scorer, log, metrics, monotonic },
    });
    this.api = new ApiService({
      ...{ data, site, log, metrics, patience, now, serving },
      judge: (event, by) => this.judge(event, by),
      unplaced: (list, page) => scorer.listUnplaced(list, page),
    });
    this.keeper = new StateKeeper({ data, state, log });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.hasCaughtUp && scorer.toRescore === 0 },
      // the old values stay available meanwhile
      { reason: 'rescoring', applies: () => !this.hasCaughtUp && scorer.toRescore > 0 },
      ...this.ingest.checks,
      { reason: 'journal', applies: () => this.following.isFailing },
      { reason: 'scoring-fails', applies: () => this.scorer.isScoringFailing },
      { reason: 'scoring-slow', applies: () => this.scorer.sliceTook > LONGEST_SLICE },
      { reason: 'publication-fails', applies: () => this.scorer.isPublishingFailing },
      { reason: 'behind', applies: () => this.scorer.delays.waited() > LONGEST_WAIT },
    ]);
  }

  /**
   * Opens the state in `data`. Nothing runs before `start`; the data from before the stop can be read immediately.
   * @throws WarehouseError if another server has the folder
   * @throws IncompatibleStateError if the state is from a newer program or another hospital; it stays as it was
   */
  static async open(options: ServeOptions): Promise<ServeProcess> {
    const { data, site, log, metrics, now: wall, uptime, clockLimits: limits = {} } = options;
    const note = await readClockNote(data);
    const trusted = new TrustedClock({
      ...{ note, log, limits },
      ...(wall === undefined ? {} : { wall }),
      ...(uptime === undefined ? {} : { uptime }),
    });
    const state = await openState({
      ...{ data, site, now: () => trusted.now(), checked: options.checked },
    });
    const { scorer, serving } = state;
    const last = await scorer.withStore((store) => store.lastTick(SERVER_CLOCK));
    if (last !== null) trusted.notBefore(last / 1000);
    logChanged(log, scorer.changed);
    const hours = await LocalHourLog.open({
      ...{ scorer, serving },
      onApplied: () => metrics.publications.inc(),
    });
    const server = new ServeProcess(options, state, hours, {
      trusted,
      tickedTo: last ?? Number.NEGATIVE_INFINITY,
    });
    await server.api.show();
    return server;
  }

  /** The rules by which events are accepted. */
  get rules(): EventRules {
    return this.ingest.rules;
  }

  /** What the routes for events need. */
  get ingestRoutes(): IngestOptions {
    return this.ingest.routes;
  }

  /** Progress of a history that is scored again in parallel to new events, `null` if there is none. */
  get rescoring(): Rescoring | null {
    return this.scorer.rescoring;
  }

  /** The health of the process, for those who run it. */
  async status(): Promise<ServiceStatus> {
    return {
      reasons: this.readiness.reasons(),
      clock: this.ingest.clock.status(),
      deadLetters: await this.ingest.deadLetters.counts(),
      delay: this.scorer.delays.recent(),
      unplaced: this.scorer.unplaced,
    };
  }

  /**
   * Follows the journal from the position of each file. Resolves when the existing records are served.
   * @param load delivers a history first, which is scored beside it
   * @param isStopping whether to go no further than that
   */
  async start(
    load: () => Promise<void> = async () => {},
    isStopping: () => boolean = () => false,
  ): Promise<void> {
    const { api, keeper, following, scorer } = this;
    api.start();
    keeper.start();
    following.trigger();
    await following.reached();
    scorer.start();
    this.isLoading = true;
    await load().finally(() => {
      this.isLoading = false;
    });
    if (isStopping()) return;
    // the wards are up to date while a history is scored again
    await this.ingest.clock.start();
    // events may have come before this: brings all patients to their time, without the usual pause
    await following.reached();
    await scorer.catchUp();
    this.hasCaughtUp = true;
    await scorer.scorer.goLive();
  }

  /** Resolves when all current records of the journal are stored, scored and served. */
  async idle(): Promise<void> {
    await this.following.reached();
    await this.scorer.catchUp();
  }

  /** Updates the gauges. */
  gauge(): void {
    this.ingest.gauge();
    this.options.metrics.waited.set(this.scorer.delays.waited() / 1000);
    this.api.gauge();
  }

  /** Stores the accepted events, ends the streams and closes the files. */
  async stop(): Promise<void> {
    this.keeper.pause();
    await this.ingest.stop();
    this.hasCaughtUp = false;
    await this.following.stop();
    await this.scorer.stop();
    await this.api.stop();
    await this.keeper.close();
  }

  /**
   * Appends events of another log (the simulated hospital), with its position. Events that are sent again after a
   * stop are duplicates.
   */
  async deliver({ events, rejected }: Decoded, topic: string, nextOffset: number): Promise<void> {
    const { metrics } = this.options;
    metrics.received.inc(events.length + rejected.length);
    if (rejected.length > 0) await this.ingest.deadLetters.put(rejected);
    const senders = new Map(events.map(({ source }) => [source, topic]));
    const before = this.journal.end;
    const { known } = await this.journal.append({ events, senders, source: { topic, nextOffset } });
    this.noteAppended();
    metrics.duplicates.inc(known.size);
    metrics.accepted.inc(events.length - known.size);
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
    // while a history is loaded, it may be one chunk ahead
    await this.following.reached(before);
  }

  /** Records acknowledged events; those before the server has caught up do not count as delays. */
  private noteAppended(): void {
    if (this.hasCaughtUp) this.scorer.delays.recordAccepted();
    this.following.trigger();
  }

  /** The local log of hours, after the rewinds of the journal and before the wards are shown. */
  private served(): HourLog {
    const { journal, serving, hours } = this;
    return {
      publish: async (isStopping) => {
        // where nothing is served yet, all of a history is taken over at once
        if (this.isLoading && serving.hasNothing) return { hours: 0, streamTime: null };
        if (this.rewound < journal.rewinds.length) {
          await rewindDerived(journal, this.scorer.scorer, serving);
          this.rewound = journal.rewinds.length;
        }
        const published = await hours.publish(isStopping);
        await this.api.show();
        return published;
      },
      reconcile: () => hours.reconcile(),
    };
  }

  /** Submits a judgement like any event; resolves when it is stored and served. */
  private async judge(event: JudgementEvent, subject: string): Promise<void> {
    const sender = { subject, sources: [event.source] };
    try {
      const decoded = { events: [event], rejected: [] };
      const [result] = await this.ingest.queue.submit(decoded, sender);
      if (result!.status === 'rejected') throw new CommitFailedError(result!.reason);
      const isServed = this.following
        .reached()
        .then(() => this.hours.staffed.reached(this.scorer.scorer.staffedTo));
      await within(this.patience, isServed, () => {
        return new Unconfirmed('It is stored, and not served in time');
      });
    } catch (error) {
      throw toHttpProblem(error);
    }
  }

  /** Cancels the ticks of the server's own clock that are ahead. */
  private async rewind(to: Micros): Promise<void> {
    await this.following.reached();
    await this.journal.note({ kind: 'rewind', to: formatInstant(to) });
    this.scorer.triggerPublication();
    await this.scorer.published();
    await this.idle();
  }
}
