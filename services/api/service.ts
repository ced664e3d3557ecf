import { join } from 'node:path';
import { loadModels } from '../../pipelines/scoring/weights.ts';
import type { StandingWard } from '../../schemas/ward-now.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { Answers } from './answers.ts';
import type { ApiOptions } from './api-options.ts';
import { HeldStates } from './held-states.ts';
import { PipelineHealthReporter, type ServiceStatus } from './pipeline-health.ts';
import { Snapshots } from './snapshots.ts';
import { SourceWatch } from './source-watch.ts';
import { WardStream } from './ward-stream.ts';

export interface ApiServiceOptions
  extends Pick<ApiOptions, 'serving' | 'site' | 'judge' | 'rosters' | 'patience' | 'unplaced'> {
  /** Folder for the files that readers get. */
  readonly data: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now?: () => number;
}

/** Milliseconds between ticks of the stream. */
const TICK_INTERVAL = 15_000;

/**
 * Serves published data: the current state of the wards and its streams, answers to queries, and snapshots. The way of
 * a query:
 *
 *     GET /v1/… → the server's guard (caller, policy, audit) → routes/*.ts: the range (parseRange) and the wards that the
 *       caller may see (Scope.wardsOf) → pipelines/serving/queries.ts (SQL and its parameters)
 *       → sendRows → Answers (a page or a file, cached by query and version of the data) → QueryPool (DuckDB)
 *       → JSON, CSV, Arrow or Parquet, whose rows SQL writes; here only bytes are copied
 *
 * `GET /v1/wards` and `/v1/stream` query nothing: they show what `show` has put into the stream.
 */
export class ApiService {
  readonly stream: WardStream;
  private readonly options: ApiServiceOptions;
  private readonly heldStates: HeldStates;
  private readonly sourceWatch: SourceWatch;
  private readonly answers: Answers;
  private readonly snapshots: Snapshots;
  private readonly health: PipelineHealthReporter;
  private readonly now: () => number;
  /** The changes of the serving store that are shown. */
  private shown: number | null = null;
  private streamTime: string | null = null;
  private wards: readonly StandingWard[] = [];
  private writing: Promise<void> = Promise.resolve();
  private ticking: NodeJS.Timeout | undefined;

  constructor(options: ApiServiceOptions) {
    const { serving, site, data, metrics, now = Date.now } = options;
    this.options = options;
    this.now = now;
    this.stream = new WardStream(now);
    this.sourceWatch = new SourceWatch(
      serving,
      // ages of a later publication belong to its wards, which follow: states would begin too early
      () => {
        if (serving.changes === this.shown) this.present();
      },
      (error) => this.noteFailure('source-ages', error, 'how old the sources are is not known'),
      now,
    );
    this.heldStates = new HeldStates(site.thresholds.holdMinutes);
    this.answers = new Answers(serving, join(data, 'answers'), metrics);
    this.snapshots = new Snapshots(serving, site, join(data, 'snapshots'));
    const { stream, snapshots, sourceWatch } = this;
    this.health = new PipelineHealthReporter({
      ...{ serving, stream, snapshots, sourceWatch, metrics, startedAt: now() },
      lag: () => this.lag(),
    });
  }

  /** Returns what the read routes need. */
  routes(status: () => Promise<ServiceStatus>): ApiOptions {
    const { serving, site, judge, rosters, patience, unplaced } = this.options;
    const { answers, snapshots, stream, now } = this;
    const models = loadModels();
    const operation = async () => this.health.report(await status());
    const about = { serving, stream, answers, snapshots, site, models, operation, now };
    return {
      ...about,
      ...(judge !== undefined && { judge }),
      ...(rosters !== undefined && { rosters }),
      ...(patience !== undefined && { patience }),
      ...(unplaced !== undefined && { unplaced }),
    };
  }

  /** Starts sending ticks to the clients of the stream. */
  start(): void {
    this.ticking = setInterval(() => this.stream.tick(), TICK_INTERVAL);
  }

  /**
   * Publishes the current state of the wards, if something was stored since; after each full hour, looks for months that
   * have ended.
   */
  async show(): Promise<void> {
    const { serving, metrics } = this.options;
    const { changes } = serving;
    if (changes === this.shown) return;
    const stop = metrics.queries.startTimer({ query: 'wards-now' });
    const { streamTime, wards } = await serving.wardsNow();
    stop();
    const hasHourPassed = streamTime?.slice(0, 13) !== this.streamTime?.slice(0, 13);
    this.shown = changes;
    this.streamTime = streamTime;
    this.wards = wards;
    this.present();
    this.sourceWatch.follow(streamTime);
    if (hasHourPassed) this.writing = this.writing.then(() => this.writeSnapshots());
  }

  /** Puts the wards into the stream, with what is known of their sources. */
  private present(): void {
    const { streamTime, sourceWatch } = this;
    const judged = this.heldStates.hold(streamTime, sourceWatch.judge(this.wards));
    this.stream.update(streamTime, judged, sourceWatch.silent());
  }

  /** Whether it is known how old the sources are at stream time, to five minutes. */
  get isFreshnessKnown(): boolean {
    return this.sourceWatch.isCurrent;
  }

  /** Updates the gauges of the served data. */
  gauge(): void {
    const { metrics } = this.options;
    this.sourceWatch.gauge(metrics);
    metrics.clients.set(this.stream.size);
    metrics.streamLag.set(this.lag() ?? Number.NaN);
  }

  /** Ends the streams, and waits for files that are being written. */
  async stop(): Promise<void> {
    clearInterval(this.ticking);
    this.stream.close();
    await this.sourceWatch.stop();
    await this.health.stop();
    await this.writing;
    await this.answers.close();
  }

  private async writeSnapshots(): Promise<void> {
    try {
      await this.snapshots.refresh();
    } catch (error) {
      const what = 'snapshots were not written; trying again when an hour is over';
      this.noteFailure('snapshots', error as Error, what);
    }
  }

  private noteFailure(of: string, error: Error, what: string): void {
    const { log, metrics } = this.options;
    metrics.failures.inc({ of });
    log.error(errorKind(error), what);
  }

  /** Seconds, `null` before anything is served. */
  private lag(): number | null {
    return this.streamTime === null ? null : (this.now() - Date.parse(this.streamTime)) / 1000;
  }
}
