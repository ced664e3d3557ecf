import type { Decoded } from '../../pipelines/events/decode.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../schemas/instant.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { RosterService } from '../adapters/roster/upload-service.ts';
import type { ServiceStatus } from '../api/pipeline-health.ts';
import { ApiService } from '../api/service.ts';
import { readClockNote } from '../clock/clock-note.ts';
import { SERVER_CLOCK } from '../clock/clock-tick.ts';
import { CLOCK_LIMITS, type ClockLimits, TrustedClock } from '../clock/trusted-clock.ts';
import { CommitFailedError, Unconfirmed } from '../ingest/queue-problems.ts';
import type { IngestOptions } from '../ingest/routes.ts';
import { IngestService, type IngestServiceOptions } from '../ingest/service.ts';
import type { Journal, JournalEnd } from '../journal/journal.ts';
import { LONGEST_SLICE, LONGEST_WAIT, Readiness } from '../platform/readiness.ts';
import { PATIENCE, within } from '../platform/time-limit.ts';
import type { Scorer } from '../scorer/scorer.ts';
import type { Rescoring } from '../scorer/scoring-follower.ts';
import type { ScorerService } from '../scorer/service.ts';
import { type HeldState, holdState } from '../state/open.ts';
import { JournalEventLog } from '../transport/local/event-log.ts';
import { LocalScoring } from './local-scoring.ts';

type Intake = 'data' | 'site' | 'log' | 'metrics' | 'queueLimit' | 'patience' | 'clock';

export interface ServeOptions
  extends Pick<IngestServiceOptions, Intake>,
    Partial<Pick<IngestServiceOptions, 'allowOld' | 'sourcesOf'>> {
  /** What `assertStarts` returned for the folder just before; by default it runs at open. */
  readonly checked?: JournalEnd | null;
  /** Milliseconds since 1970, by the clock of the machine. */
  readonly now?: () => number;
  /** Milliseconds of a clock that is never set back, which measures waits. */
  readonly monotonic?: () => number;
  /** Milliseconds of a clock that also runs while the machine sleeps; checks the clock of the machine. */
  readonly uptime?: () => number;
  readonly clockLimits?: Partial<ClockLimits>;
  /** Megabytes that each DuckDB file may hold in memory before it spills to disk; by default 600. */
  readonly memory?: number;
  /** Called while all facts are made from the stored events, as after an upgrade: encounters done, of how many. */
  readonly onFacts?: (done: number, of: number) => void;
}

/**
 * `serve`: ingest, scorer and API in one process, joined by the local transport. This file is the way of an event:
 *
 *     POST /v1/events → ingest (checks it) → JournalEventLog.append (fsync; here it is acknowledged)
 *       → JournalFollower → scorer.take (stores it) → scores what it touches → LocalHourLog.publish
 *       → serving store → api.show → the streams of the wards
 *
 * Each step after the acknowledgement runs on its own and resumes where its file stands. What was served last is
 * shown first: the journal and the scorer open behind it (`local-scoring.ts`), and what comes meanwhile waits for them.
 */
export class ServeProcess {
  readonly ingest: IngestService;
  readonly serving: ServingStore;
  readonly api: ApiService;
  readonly readiness: Readiness;
  private readonly options: ServeOptions;
  private readonly state: HeldState;
  private readonly trusted: TrustedClock;
  private readonly patience: number;
  private scoring: LocalScoring | null = null;
  private opening: Promise<LocalScoring> | null = null;
  private readonly opened: Promise<LocalScoring>;
  private noteOpened: (opened: Promise<LocalScoring>) => void = () => {};
  private hasCaughtUp = false;

  private constructor(options: ServeOptions, state: HeldState, trusted: TrustedClock) {
    const { serving, deadLetters } = state;
    const { data, site, log, metrics, allowOld = false, patience = PATIENCE } = options;
    const { sourcesOf = async () => null } = options;
    this.options = options;
    this.state = state;
    this.trusted = trusted;
    this.serving = serving;
    this.patience = patience;
    this.opened = new Promise((resolve) => {
      this.noteOpened = resolve;
    });
    this.opened.catch(() => undefined);

    this.ingest = new IngestService({
      ...{ data, site, log, metrics, deadLetters, sourcesOf, patience, allowOld, trusted },
      events: new JournalEventLog(
        async () => (await this.opened).journal,
        () => this.noteAppended(),
      ),
      clock: options.clock,
      queueLimit: options.queueLimit,
      sentBy: async (source, id) => {
        const { following, scorer } = await this.openedSoon();
        await following.reached();
        return scorer.sentBy(source, id);
      },
      own: {
        tickedTo: async () => {
          const { scorer } = await this.openedSoon();
          return (await lastTick(scorer)) ?? Number.NEGATIVE_INFINITY;
        },
        jump: options.clockLimits?.jump ?? CLOCK_LIMITS.jump,
        rewind: async (to) => {
          const scoring = await this.openedSoon();
          await within(
            patience,
            scoring.rewind(to),
            () => new Unconfirmed('It is being taken back'),
          );
        },
      },
    });
    this.api = new ApiService({
      ...{ data, site, log, metrics, patience, serving, now: () => trusted.now() },
      judge: (event, by) => this.judge(event, by),
      rosters: new RosterService({
        ...{ serving, site, now: () => trusted.now() },
        staff: (events, by) => this.staff(events, by),
      }),
      unplaced: async (list, page) => (await this.openedSoon()).scorer.listUnplaced(list, page),
    });
    const applies = (test: (service: ScorerService) => boolean) => () =>
      this.scoring !== null && test(this.scoring.service);
    const isRescoring = () => (this.scoring?.scorer.toRescore ?? 0) > 0;
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.hasCaughtUp && !isRescoring() },
      // the old values stay available meanwhile
      { reason: 'rescoring', applies: () => !this.hasCaughtUp && isRescoring() },
      ...this.ingest.checks,
      { reason: 'journal', applies: () => this.scoring?.following.isFailing ?? false },
      { reason: 'scoring-fails', applies: applies((service) => service.isScoringFailing) },
      { reason: 'scoring-slow', applies: applies((service) => service.sliceTook > LONGEST_SLICE) },
      { reason: 'publication-fails', applies: applies((service) => service.isPublishingFailing) },
      { reason: 'behind', applies: applies((service) => service.delays.waited() > LONGEST_WAIT) },
    ]);
  }

  /** Opens the whole state in `data`, as `openServed` and `openScoring` do one after the other. */
  static async open(options: ServeOptions): Promise<ServeProcess> {
    const server = await ServeProcess.openServed(options);
    try {
      await server.openScoring();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /**
   * Opens what was served last in `data`, which can be read immediately. What is sent waits for `openScoring`.
   * @throws WarehouseError if another server has the folder
   * @throws IncompatibleStateError if the state is from a newer program or another hospital; it stays as it was
   */
  static async openServed(options: ServeOptions): Promise<ServeProcess> {
    const { data, site, log, now: wall, uptime, clockLimits: limits = {}, checked } = options;
    const note = await readClockNote(data);
    const trusted = new TrustedClock({
      ...{ note, log, limits },
      ...(wall === undefined ? {} : { wall }),
      ...(uptime === undefined ? {} : { uptime }),
    });
    const now = () => trusted.now();
    const { onFacts, memory } = options;
    const state = await holdState({ data, site, now, checked, onFacts, memory });
    const server = new ServeProcess(options, state, trusted);
    await server.api.show();
    return server;
  }

  /** Opens the journal and the scorer, once. Nothing runs before `start`. */
  openScoring(): Promise<LocalScoring> {
    if (this.opening === null) {
      this.opening = this.openRest();
      this.noteOpened(this.opening);
    }
    return this.opening;
  }

  /** The open journal. @throws Error before `openScoring` */
  get journal(): Journal {
    return this.running.journal;
  }

  /** The open scorer. @throws Error before `openScoring` */
  get scorer(): ScorerService {
    return this.running.service;
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
    return this.scoring?.service.rescoring ?? null;
  }

  /** The health of the process, for those who run it. */
  async status(): Promise<ServiceStatus> {
    return {
      reasons: this.readiness.reasons(),
      clock: this.ingest.clock.status(),
      deadLetters: await this.ingest.deadLetters.counts(),
      delay: this.scoring?.service.delays.recent() ?? null,
      unplaced: this.scoring?.service.unplaced ?? null,
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
    this.api.start();
    const scoring = await this.openScoring();
    await scoring.start();
    await scoring.load(load, isStopping);
    if (isStopping()) return;
    // the wards are up to date while a history is scored again
    await this.ingest.clock.start();
    // events may have come before this: brings all patients to their time, without the usual pause
    await scoring.idle();
    this.hasCaughtUp = true;
    await scoring.scorer.goLive();
  }

  /** Resolves when all current records of the journal are stored, scored and served. */
  async idle(): Promise<void> {
    await this.running.idle();
  }

  /** Copies the journal of adapters with each backup; `undefined` once it closes. */
  backUp(adapters: Warehouse | undefined): void {
    this.scoring?.backUp(adapters);
  }

  /** Updates the gauges. */
  gauge(): void {
    this.ingest.gauge();
    this.options.metrics.waited.set((this.scoring?.service.delays.waited() ?? 0) / 1000);
    this.api.gauge();
  }

  /** Stores the accepted events, ends the streams and closes the files. */
  async stop(): Promise<void> {
    // what waits for the files is answered first
    if (this.opening === null) this.noteOpened(Promise.reject(new Error('The server stopped')));
    const scoring = await this.opening?.catch(() => null);
    scoring?.pause();
    await this.ingest.stop();
    this.hasCaughtUp = false;
    await scoring?.stop();
    await this.api.stop();
    await (scoring ?? this.state).close();
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
    const append = { events, senders, source: { topic, nextOffset } };
    const known = await this.running.deliver(append, () => this.noteAppended());
    metrics.duplicates.inc(known);
    metrics.accepted.inc(events.length - known);
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
  }

  private get running(): LocalScoring {
    if (this.scoring === null) throw new Error('The journal is not open yet');
    return this.scoring;
  }

  private async openRest(): Promise<LocalScoring> {
    const { data, log, metrics, monotonic = () => performance.now() } = this.options;
    const state = await this.state.openRest();
    const last = await lastTick(state.scorer);
    if (last !== null) this.trusted.notBefore(last / 1000);
    const show = () => this.api.show();
    this.scoring = await LocalScoring.open({ data, state, log, metrics, monotonic, show });
    return this.scoring;
  }

  /** The open journal and scorer, for a request. @throws HttpProblem if they are not open in time */
  private openedSoon(): Promise<LocalScoring> {
    const late = () => new Unconfirmed('The server is still opening its history');
    return within(this.patience, this.opened, late);
  }

  /** Records acknowledged events; those before the server has caught up do not count as delays. */
  private noteAppended(): void {
    if (this.hasCaughtUp) this.scorer.delays.recordAccepted();
    this.running.following.trigger();
  }

  /** Submits a judgement like any event; resolves when it is stored and served. */
  private async judge(event: JudgementEvent, subject: string): Promise<void> {
    const sender = { subject, sources: [event.source] };
    const decoded = { events: [event], rejected: [] };
    const [result] = await this.ingest.queue.submit(decoded, sender);
    if (result!.status === 'rejected') throw new CommitFailedError(new Error(result!.reason));
    await within(this.patience, this.running.staffed(), () => {
      return new Unconfirmed('It is stored, and not served in time');
    });
  }

  /** Submits staffing in portions like any events; resolves when it is stored and served. @returns why some was rejected */
  private async staff(events: readonly WardEvent[], subject: string): Promise<string[]> {
    const rejected: string[] = [];
    for (let at = 0; at < events.length; at += PORTION) {
      const portion = events.slice(at, at + PORTION);
      const sender = { subject, sources: [...new Set(portion.map(({ source }) => source))] };
      const results = await this.ingest.queue.submit({ events: portion, rejected: [] }, sender);
      for (const result of results) if (result.status === 'rejected') rejected.push(result.reason);
    }
    await within(this.patience, this.running.staffed(), () => {
      return new Unconfirmed('It is stored, and not served in time');
    });
    return rejected;
  }
}

/** Events that are submitted at once. */
const PORTION = 2_000;

/** When the latest tick of the server's own clock was recorded; `null` if there is none. */
function lastTick(scorer: Scorer): Promise<Micros | null> {
  return scorer.withStore((store) => store.lastTick(SERVER_CLOCK));
}
