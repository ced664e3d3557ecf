import { join } from 'node:path';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Site } from '../../schemas/site.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import { kindOf, type Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Answers } from './answers.ts';
import type { ApiOptions } from './api.ts';
import type { Operation } from './operation.ts';
import { Snapshots } from './snapshots.ts';
import { fromOutside } from './visible.ts';
import { WardStream } from './ward-stream.ts';

export interface ReadingOptions {
  readonly serving: ServingStore;
  readonly site: Site;
  /** Folder of what is written for readers. */
  readonly data: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now?: () => number;
  /** Stores a judgement and has it served, where this process takes events. */
  readonly judge?: (event: JudgementEvent) => Promise<void>;
}

/** What is told and how the pipeline stands, beside what only its service knows. */
export interface Standing {
  readonly isReady: boolean;
  readonly isFailing: boolean;
  readonly deadLetters: Record<string, number> | null;
}

/** Milliseconds between ticks of the stream. */
const TICK_INTERVAL = 15_000;

/** The reading side of a service: the wards as they stand, answers to questions, and snapshots. */
export class Reading {
  readonly stream: WardStream;
  private readonly options: ReadingOptions;
  private readonly answers: Answers;
  private readonly snapshots: Snapshots;
  private readonly now: () => number;
  private streamTime: string | null = null;
  private writing: Promise<void> = Promise.resolve();
  private ticking: NodeJS.Timeout | undefined;

  constructor(options: ReadingOptions) {
    const { serving, site, data, metrics, now = Date.now } = options;
    this.options = options;
    this.now = now;
    this.stream = new WardStream(now);
    this.answers = new Answers(serving, join(data, 'answers'), metrics);
    this.snapshots = new Snapshots(serving, site, join(data, 'snapshots'));
  }

  /** Begins to tell clients that the stream lives. */
  start(): void {
    this.ticking = setInterval(() => this.stream.tick(), TICK_INTERVAL);
  }

  /** Tells the wards as they stand; when an hour is over, looks for months that are. */
  async show(): Promise<void> {
    const { serving, metrics } = this.options;
    const stop = metrics.queries.startTimer({ query: 'wards-now' });
    const { streamTime, wards } = await serving.wardsNow();
    stop();
    const hasHourPassed = streamTime?.slice(0, 13) !== this.streamTime?.slice(0, 13);
    this.streamTime = streamTime;
    this.stream.update(streamTime, wards);
    if (hasHourPassed) this.writing = this.writing.then(() => this.writeSnapshots());
  }

  /** Brings the gauges of what is told up to date. */
  gauge(): void {
    const { metrics } = this.options;
    metrics.clients.set(this.stream.size);
    metrics.streamLag.set(this.lag() ?? Number.NaN);
  }

  /** The routes of what is read. */
  routes(standing: () => Promise<Standing>): ApiOptions {
    const { serving, site, judge } = this.options;
    const { answers, snapshots, stream, now } = this;
    const model = loadModel();
    const operation = async () => this.operation(await standing());
    const about = { serving, stream, answers, snapshots, site, model, operation, now };
    return judge === undefined ? about : { ...about, judge };
  }

  /** Ends the streams; what is being written is waited for. */
  async stop(): Promise<void> {
    clearInterval(this.ticking);
    this.stream.close();
    await this.writing;
  }

  private async writeSnapshots(): Promise<void> {
    const { log, metrics } = this.options;
    try {
      await this.snapshots.refresh();
    } catch (error) {
      metrics.failures.inc({ of: 'snapshots' });
      log.error(
        kindOf(error as Error),
        'snapshots were not written; trying again when an hour is over',
      );
    }
  }

  /** Seconds, `null` before anything is told. */
  private lag(): number | null {
    return this.streamTime === null ? null : (this.now() - Date.parse(this.streamTime)) / 1000;
  }

  private async operation({ isReady, isFailing, deadLetters }: Standing): Promise<Operation> {
    const { metrics } = this.options;
    const sum = async (metric: { get(): Promise<{ values: { value: number }[] }> }) =>
      (await metric.get()).values.reduce((total, { value }) => total + value, 0);
    return {
      status: isFailing ? 'failing' : isReady ? 'ok' : 'starting',
      streamTime: this.streamTime,
      lagSeconds: this.lag(),
      flow: {
        received: await sum(metrics.received),
        accepted: await sum(metrics.accepted),
        duplicates: await sum(metrics.duplicates),
        rejected: await sum(metrics.rejected),
        waiting: await sum(metrics.waiting),
        scoredHours: await sum(metrics.scoredHours),
        publishedHours: await sum(metrics.publishedHours),
        failures: await sum(metrics.failures),
        clients: this.stream.size,
      },
      // whoever runs the pipeline is of no treating unit
      wards: this.stream.snapshot().wards.map((ward) => {
        const { wardId, newestInputAt, coverage, supply } = fromOutside(ward);
        return { wardId, newestInputAt, coverage, isStaffed: supply !== null };
      }),
      deadLetters,
      snapshots: (await this.snapshots.list()).length,
    };
  }
}
