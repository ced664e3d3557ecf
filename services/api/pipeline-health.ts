import { sources, type WardSources } from '../../pipelines/serving/queries.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Operation } from '../../schemas/pipeline-health.ts';
import type { UnreadyReason } from '../../schemas/unready-reason.ts';
import type { Metrics } from '../platform/metrics.ts';
import { VERSION } from '../platform/version.ts';
import type { Snapshots } from './snapshots.ts';
import { sourceState } from './source-state.ts';
import type { SourceWatch } from './source-watch.ts';
import { SwrCache } from './stale-while-revalidate.ts';
import type { WardStream } from './ward-stream.ts';

/** The part of the health of the pipeline that only the process knows. */
export interface ServiceStatus
  extends Pick<Operation, 'clock' | 'deadLetters' | 'delay' | 'unplaced'> {
  /** Why the service is not ready; empty if it is. */
  readonly reasons: readonly UnreadyReason[];
}

export interface OperatingOptions {
  readonly serving: ServingStore;
  readonly stream: WardStream;
  readonly snapshots: Snapshots;
  readonly sourceWatch: SourceWatch;
  readonly metrics: Metrics;
  /** Seconds that the served data is behind the clock, `null` before there is any. */
  readonly lag: () => number | null;
  /** When this process began, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** Reports the state of the pipeline; operators poll it every few seconds. */
export class PipelineHealthReporter {
  private readonly options: OperatingOptions;
  private readonly sources: SwrCache<readonly WardSources[]>;

  constructor(options: OperatingOptions) {
    const { queryPool } = options.serving;
    this.options = options;
    this.sources = new SwrCache(() => {
      const { sql, parameters } = sources();
      return queryPool.rows<WardSources>(sql, parameters);
    });
  }

  async report({
    reasons,
    clock,
    deadLetters,
    delay,
    unplaced,
  }: ServiceStatus): Promise<Operation> {
    const { stream, snapshots, sourceWatch, lag, startedAt } = this.options;
    const { streamTime } = stream.current();
    return {
      ...{ status: statusOf(reasons), reasons: [...reasons] },
      ...{ version: VERSION, startedAt: new Date(startedAt).toISOString() },
      ...{ streamTime, lagSeconds: lag(), delay, clock },
      flow: await this.flow(),
      silentSources: sourceWatch.silent(),
      wards: await this.wards(),
      ...{ deadLetters, unplaced },
      snapshots: (await snapshots.list()).length,
    };
  }

  /** Waits for the query that is running. */
  async stop(): Promise<void> {
    await this.sources.idle();
  }

  private async wards(): Promise<Operation['wards']> {
    const rows = await this.sources.get();
    const sourcesOf = new Map(rows.map(({ wardId, sources }) => [wardId, sources]));
    return this.options.stream.current().wards.map(({ outside }) => {
      // operators belong to no treating unit
      const { wardId, newestInputAt, coverage, state, reason, present } = outside;
      const { sourceWatch } = this.options;
      const silentSources = sourceWatch.silentOf(wardId);
      const silent = new Set(silentSources.map(({ source }) => source));
      const sources = (sourcesOf.get(wardId) ?? []).map((each) => ({
        ...{ source: each.source, newestAt: each.newestAt, coverage: each.coverage },
        state: sourceState(each, silent.has(each.source)),
        limitSeconds: sourceWatch.limitOf(wardId, each.source),
      }));
      const isStaffed = present !== null;
      const about = { wardId, newestInputAt, coverage, state, reason, isStaffed };
      return { ...about, sources, silentSources };
    });
  }

  private async flow(): Promise<Operation['flow']> {
    const { metrics, stream } = this.options;
    const sum = async (metric: { get(): Promise<{ values: { value: number }[] }> }) =>
      (await metric.get()).values.reduce((total, { value }) => total + value, 0);
    return {
      received: await sum(metrics.received),
      accepted: await sum(metrics.accepted),
      duplicates: await sum(metrics.duplicates),
      rejected: await sum(metrics.rejected),
      waiting: await sum(metrics.waiting),
      scoredHours: await sum(metrics.scoredHours),
      publishedHours: await sum(metrics.publishedHours),
      failures: await sum(metrics.failures),
      clients: stream.size,
    };
  }
}

const STARTING: ReadonlySet<UnreadyReason> = new Set(['starting', 'rescoring']);

/** Sums the reasons up in one word: a service that is only starting is not failing. */
function statusOf(reasons: readonly UnreadyReason[]): Operation['status'] {
  if (reasons.length === 0) return 'ok';
  return reasons.every((reason) => STARTING.has(reason)) ? 'starting' : 'failing';
}
