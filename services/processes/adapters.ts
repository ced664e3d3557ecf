import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { type Border, readKey } from '../adapters/border.ts';
import type { ChannelStatus } from '../adapters/channel.ts';
import { deleteOld } from '../adapters/journal/retention.ts';
import { type JournalSummary, summaryOf } from '../adapters/journal/summary.ts';
import { WatchedMapping } from '../adapters/mapping/watched-mapping.ts';
import type { EventSink } from '../adapters/publish.ts';
import { AdapterService } from '../adapters/service.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { stateFile } from '../state/files.ts';

export interface AdapterProcessOptions {
  /** The mapping file; its key file is named in it. */
  readonly file: string;
  /** Folder of the state: the journal of the adapters lies there. */
  readonly data: string;
  /** The wards that the file may name; `null`: not checked. */
  readonly site: Site | null;
  readonly sink: EventSink;
  readonly now: () => Micros;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** What adapters show of themselves. */
export interface AdapterStatus {
  readonly channels: readonly ChannelStatus[];
  readonly summary: JournalSummary;
  /** Mistakes of the mapping file as it is now; the mapping of before stays in force. */
  readonly mistakes: number;
  /** Why the file as it is now is not in force, `null` if it is. */
  readonly problem: string | null;
}

/** Milliseconds between looks at what waits and what could not be used. */
const SUMMARY_INTERVAL = 10_000;
const NOTHING: JournalSummary = { notes: [], refused: [] };

/** The adapters of a mapping file, within a server or as a process of their own. */
export class AdapterProcess {
  readonly service: AdapterService;
  private readonly options: AdapterProcessOptions;
  private readonly watched: WatchedMapping;
  private summary = NOTHING;
  private waiting = 0;
  private problem: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private cleanedAt: Micros = 0;

  private constructor(
    options: AdapterProcessOptions,
    watched: WatchedMapping,
    service: AdapterService,
  ) {
    this.options = options;
    this.watched = watched;
    this.service = service;
    watched.onChange = (mapping) =>
      service.reload(mapping).then(
        () => {
          this.problem = null;
        },
        (error: Error) => {
          this.problem = error.message;
          options.log.error(errorKind(error), 'the mapping file is not taken into force');
        },
      );
  }

  /**
   * Opens the journal. Nothing is listened to before `start`.
   * @throws InputError if the mapping file or its key cannot be used, or not with the journal that is there
   */
  static async open(options: AdapterProcessOptions): Promise<AdapterProcess> {
    const { watched, border } = await readAdapters(options);
    const service = await AdapterService.open({
      path: stateFile(options.data, 'adapters'),
      mapping: watched.current(),
      ...{ border, sink: options.sink, now: options.now, log: options.log },
    });
    return new AdapterProcess(options, watched, service);
  }

  /** The open file of the journal, for a backup. */
  get warehouse(): Warehouse {
    return this.service.journal.warehouse;
  }

  /** @throws InputError if a channel cannot be opened */
  async start(): Promise<void> {
    await this.service.start();
    this.watched.start();
    await this.look();
    this.timer = setInterval(() => void this.look(), SUMMARY_INTERVAL);
    this.timer.unref();
  }

  /** True while the service does not do its work; its retries go on. */
  get isFailing(): boolean {
    return this.service.isFailing;
  }

  /** How the channels do now, and what a look a moment ago found. */
  status(): AdapterStatus {
    return {
      channels: this.service.statuses(),
      summary: this.summary,
      mistakes: this.watched.status().mistakes.length,
      problem: this.problem,
    };
  }

  /** Updates the gauges. */
  gauge(): void {
    const { metrics, now } = this.options;
    const { notes, refused } = this.summary;
    metrics.adapterWaiting.set(this.waiting);
    metrics.adapterUninterpreted.set(this.service.interpreter.failures);
    metrics.adapterNotes.reset();
    for (const { channel, reason, count } of notes) {
      metrics.adapterNotes.inc({ channel, reason }, count);
    }
    metrics.adapterRefused.reset();
    for (const { channel, reason, count } of refused) {
      metrics.adapterRefused.inc({ channel, reason }, count);
    }
    for (const channel of this.service.statuses()) {
      const { name, connections, received, noise, lastReceivedAt, answers } = channel;
      metrics.adapterReceived.set({ channel: name }, received);
      metrics.adapterConnections.set({ channel: name }, connections);
      metrics.adapterNoise.set({ channel: name }, noise);
      metrics.adapterFailing.set({ channel: name }, channel.state === 'open' ? 0 : 1);
      if (lastReceivedAt !== null) {
        metrics.adapterAge.set({ channel: name }, (now() - lastReceivedAt) / 1e6);
      }
      for (const [code, count] of Object.entries(answers)) {
        metrics.adapterAnswers.set({ channel: name, code }, count);
      }
    }
  }

  /** Closes the channels; what they took is answered. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.watched.stop();
    await this.service.stop();
  }

  /** Looks at what waits and what could not be used, and deletes what was kept long enough. */
  async look(): Promise<void> {
    const { journal } = this.service;
    const { retention } = this.watched.current();
    const now = this.options.now();
    try {
      if (now - this.cleanedAt > MICROS_PER_HOUR) {
        await journal.use((connection) => deleteOld(connection, retention, now));
        this.cleanedAt = now;
      }
      this.summary = await summaryOf(journal);
      this.waiting = await this.service.outbox.waiting();
    } catch (error) {
      this.options.log.error(errorKind(error as Error), 'the journal of adapters is not read');
    }
  }
}

/**
 * Reads the mapping file and its key, and changes nothing.
 * @throws InputError that says what is wrong, with the line of each mistake
 */
export async function readAdapters({
  file,
  site,
  log,
  now,
}: Pick<AdapterProcessOptions, 'file' | 'site' | 'log' | 'now'>): Promise<{
  watched: WatchedMapping;
  border: Border;
}> {
  const watched = await WatchedMapping.open({ path: file, site: () => site, log, now });
  return { watched, border: await readKey(watched.current().keyFile) };
}
