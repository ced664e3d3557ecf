import type { Micros } from '../../schemas/instant.ts';
import { InputError } from '../platform/input-error.ts';
import type { Logger } from '../platform/log.ts';
import type { Border } from './border.ts';
import type { ChannelContext, ChannelStatus, RunningChannel } from './channel.ts';
import { openHl7Folder } from './hl7v2/folder.ts';
import { MllpListener } from './hl7v2/listen.ts';
import { Interpreter } from './interpreter.ts';
import { AdapterJournal } from './journal/journal.ts';
import { Outbox } from './journal/outbox.ts';
import { assertSources } from './journal/sources.ts';
import type { Channel, Mapping } from './mapping/schema.ts';
import { type EventSink, Publisher } from './publish.ts';
import { openRosterFolder } from './roster/channel.ts';
import { openTableFolder } from './tables/channel.ts';

export interface AdapterServiceOptions {
  /** Path of `adapters.duckdb`. */
  readonly path: string;
  readonly mapping: Mapping;
  readonly border: Border;
  readonly sink: EventSink;
  readonly now: () => Micros;
  readonly log: Logger;
  /** Records that may wait for a commit. */
  readonly queueLimit?: number;
}

/** The channels of a mapping file: from what they take to versions of events that ingest has. */
export class AdapterService {
  readonly journal: AdapterJournal;
  readonly interpreter: Interpreter;
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  private readonly options: AdapterServiceOptions;
  private readonly channels = new Map<string, RunningChannel>();
  private mapping: Mapping;

  private constructor(
    options: AdapterServiceOptions,
    parts: {
      journal: AdapterJournal;
      interpreter: Interpreter;
      outbox: Outbox;
      publisher: Publisher;
    },
  ) {
    this.options = options;
    this.mapping = options.mapping;
    this.journal = parts.journal;
    this.interpreter = parts.interpreter;
    this.outbox = parts.outbox;
    this.publisher = parts.publisher;
  }

  /**
   * Opens the journal. Nothing runs before `start`.
   * @throws InputError if the journal has another key, or events of a source or channel that the mapping has no more
   */
  static async open(options: AdapterServiceOptions): Promise<AdapterService> {
    const { path, border, sink, now, log, queueLimit } = options;
    let service: AdapterService | null = null;
    const mapping = () => service?.mapping ?? options.mapping;
    const journal = await AdapterJournal.open(path, {
      keyId: border.keyId,
      keepRefused: () => mapping().keepRefused,
      ...(queueLimit !== undefined && { queueLimit }),
      onCommit: () => service?.interpreter.trigger(),
    });
    try {
      await assertSources(journal, options.mapping);
      const outbox = new Outbox(journal);
      const publisher = new Publisher({
        ...{ outbox, sink, now, log },
        onRefused: (groups) => service?.interpreter.repeat(groups),
      });
      const onVersions = () => publisher.trigger();
      const interpreter = await Interpreter.open({
        journal,
        border,
        mapping,
        now,
        log,
        onVersions,
      });
      service = new AdapterService(options, { journal, interpreter, outbox, publisher });
      return service;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Interprets and sends what an earlier run left, and opens the channels. */
  async start(): Promise<void> {
    this.interpreter.trigger();
    this.publisher.trigger();
    for (const channel of this.mapping.channels) await this.open(channel);
  }

  /**
   * Takes a mapping into force: every group is interpreted again.
   * @throws InputError if a channel or a source is gone while the journal has records or events of it
   */
  async reload(mapping: Mapping): Promise<void> {
    await assertSources(this.journal, mapping);
    this.mapping = mapping;
    for (const channel of mapping.channels) {
      if (!this.channels.has(channel.name)) await this.open(channel);
    }
    await this.interpreter.reload();
  }

  /** True while records are not kept, groups are not interpreted, or ingest takes no events. */
  get isFailing(): boolean {
    return this.journal.isFailing || this.interpreter.isFailing || this.publisher.isFailing;
  }

  /** How each channel does. */
  statuses(): ChannelStatus[] {
    return [...this.channels.values()].map((channel) => channel.status());
  }

  /** Resolves when all that was taken is interpreted and sent. */
  async idle(): Promise<void> {
    await this.interpreter.idle();
    await this.publisher.idle();
    await this.interpreter.idle();
  }

  /** Closes the channels; what they took is answered. The rest goes on at the next start. */
  async stop(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.stop()));
    await this.interpreter.stop();
    await this.publisher.stop();
    await this.journal.close();
  }

  private async open(channel: Channel): Promise<void> {
    const running = channelOf(channel, this.contextOf(channel.name));
    if (running === null) return;
    this.channels.set(channel.name, running);
    await running.start();
  }

  private contextOf(name: string): ChannelContext {
    const { border, log, now } = this.options;
    return {
      ...{ border, log, now, journal: this.journal },
      mapping: () => this.mapping,
      settings: () => {
        const found = this.mapping.channels.find((channel) => channel.name === name);
        if (found === undefined) throw new InputError(`The mapping file has no channel ${name}`);
        return found;
      },
    };
  }
}

/** What takes the records of a channel; `null` for one that only the page and the command line use. */
function channelOf(channel: Channel, context: ChannelContext): RunningChannel | null {
  switch (channel.kind) {
    case 'mllp':
      return new MllpListener(context);
    case 'table':
      return openTableFolder(context);
    case 'roster':
      return channel.folder === undefined ? null : openRosterFolder(context);
    case 'hl7-files':
      return openHl7Folder(context);
  }
}
