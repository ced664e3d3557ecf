import { setTimeout as wait } from 'node:timers/promises';
import type { Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { versionOf } from '../../platform/file-version.ts';
import type { Logger } from '../../platform/log.ts';
import type { Mistake } from './lines.ts';
import { loadMapping, readMapping } from './read.ts';
import type { Mapping } from './schema.ts';

/** Milliseconds between checks of the file. */
const LOOK_INTERVAL = 5_000;

/** Where a watched mapping comes from, and what is done with a new one. */
export interface WatchedFrom {
  readonly path: string;
  /** The wards that it may name; `null`: not checked. */
  readonly site: () => Site | null;
  readonly log: Logger;
  readonly now: () => Micros;
}

/** How the file does, for health. */
export interface MappingStatus {
  /** When the mapping in force was read. */
  readonly loadedAt: Micros;
  /** What is wrong with the file as it is now; the mapping of before stays in force. */
  readonly mistakes: readonly Mistake[];
}

/** The mapping in force. The file is read again when it changes; a mistake in it changes nothing but the status. */
export class WatchedMapping {
  /** Called with the new mapping and the one before, once it is in force. Errors are the callee's to handle. */
  onChange: (mapping: Mapping, before: Mapping) => Promise<void> = async () => {};
  private readonly from: WatchedFrom;
  private mapping: Mapping;
  private version: string;
  private loadedAt: Micros;
  private mistakes: readonly Mistake[] = [];
  private looking: Promise<void> | null = null;
  private stopping: AbortController | null = null;
  private watching: Promise<void> = Promise.resolve();

  private constructor(from: WatchedFrom, mapping: Mapping, version: string) {
    this.from = from;
    this.mapping = mapping;
    this.version = version;
    this.loadedAt = from.now();
  }

  /** @throws InputError with the line of each mistake, if the file is not valid at the start */
  static async open(from: WatchedFrom): Promise<WatchedMapping> {
    // before reading, so that the next check sees a simultaneous change
    const version = await versionOf(from.path);
    return new WatchedMapping(from, await readMapping(from.path, from.site()), version);
  }

  current(): Mapping {
    return this.mapping;
  }

  status(): MappingStatus {
    return { loadedAt: this.loadedAt, mistakes: this.mistakes };
  }

  /** Checks the file every five seconds until `stop`. */
  start(): void {
    this.stopping ??= new AbortController();
    this.watching = this.watch(this.stopping.signal);
  }

  /** Resolves when no check runs. */
  async stop(): Promise<void> {
    this.stopping?.abort();
    this.stopping = null;
    await this.watching;
    await this.looking;
  }

  /** Checks the file now. Callers during a check wait for it. */
  async look(): Promise<void> {
    this.looking ??= this.readChange().finally(() => {
      this.looking = null;
    });
    await this.looking;
  }

  private async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await wait(LOOK_INTERVAL, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) await this.look();
    }
  }

  private async readChange(): Promise<void> {
    const { path, site, log, now } = this.from;
    const version = await versionOf(path);
    if (version === this.version) return;
    const { mapping, mistakes } = await loadMapping(path, site());
    const isKnown = JSON.stringify(mistakes) === JSON.stringify(this.mistakes);
    this.mistakes = mistakes;
    // a file that cannot be read may be readable a moment later, so it is tried again
    if (mistakes[0]?.line !== 0) this.version = version;
    if (mapping === null) {
      if (isKnown) return;
      const places = mistakes.map(({ line, at }) => ({ line, at }));
      log.error({ mistakes: places }, 'the mapping file cannot be used; the one of before stays');
      return;
    }
    const before = this.mapping;
    this.mapping = mapping;
    this.loadedAt = now();
    log.info({ channels: mapping.channels.length }, 'the mapping file was read again');
    await this.onChange(mapping, before);
  }
}
