import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import { writeHead } from './head.ts';
import type { State } from './open.ts';
import { answerSnapshots } from './snapshot.ts';

/** Milliseconds between writes of the head, and between checks for a backup. */
const INTERVAL = 1_000;

export interface StateKeeperOptions {
  /** Folder of the state. */
  readonly data: string;
  readonly state: State;
  readonly log: Logger;
}

/**
 * Maintains the state of a running server: writes the head (`head.json`: the acknowledged end and the position of each
 * file), copies the files for a waiting backup, and closes them in order.
 */
export class StateKeeper {
  private readonly options: StateKeeperOptions;
  /** What the head that was written last says. */
  private noted = '';
  private noting: Promise<void> | null = null;
  private copying: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private adapters: Warehouse | undefined;

  constructor(options: StateKeeperOptions) {
    this.options = options;
  }

  /** Copies the journal of adapters with the other files; `undefined` once it closes. */
  withAdapters(adapters: Warehouse | undefined): void {
    this.adapters = adapters;
  }

  start(): void {
    this.noteHead();
    this.timer = setInterval(() => {
      this.noteHead();
      this.answerBackup();
    }, INTERVAL);
  }

  /** Writes no more heads and answers no more backups; the files stay open. */
  pause(): void {
    clearInterval(this.timer);
  }

  /** Closes the files, after their ends are in the head. */
  async close(): Promise<void> {
    const { state, log } = this.options;
    const { journal, scorer, serving, deadLetters } = state;
    await journal.close();
    await this.copying;
    await this.noting;
    await this.writeHead().catch((error: Error) =>
      log.error(errorKind(error), 'the head could not be written'),
    );
    await Promise.all([scorer.close(), serving.close(), deadLetters.close()]);
  }

  private noteHead(): void {
    if (this.noted === this.toNote() || this.noting !== null) return;
    const { log } = this.options;
    this.noting = this.writeHead()
      .catch((error: Error) => log.error(errorKind(error), 'the head could not be written'))
      .finally(() => {
        this.noting = null;
      });
  }

  private answerBackup(): void {
    this.copying ??= this.copyFiles()
      .catch((error: Error) => this.options.log.error(errorKind(error), 'no copy for a backup'))
      .finally(() => {
        this.copying = null;
      });
  }

  private async copyFiles(): Promise<void> {
    const { data, state } = this.options;
    await answerSnapshots(data, {
      adapters: this.adapters,
      ...{ ingest: state.deadLetters.warehouse, serving: state.serving.warehouse },
      scorer: await state.scorer.withStore(async ({ warehouse }) => warehouse),
    });
  }

  private async writeHead(): Promise<void> {
    const { data, state } = this.options;
    const { journal, scorer, serving, deadLetters } = state;
    const noted = this.toNote();
    const { id, end, endHash: hash } = journal;
    const { position } = await serving.applied(scorer.log.partition);
    await writeHead(data, {
      journal: { id, end, hash },
      scorer: { next: scorer.nextOffset, revision: await scorer.outbox.revision() },
      serving: { revision: position },
      deadLetters: { last: await deadLetters.lastNumber() },
    });
    this.noted = noted;
  }

  /** What a head that is written now would say that the last one did not. */
  private toNote(): string {
    const { journal, deadLetters } = this.options.state;
    return `${journal.endHash} ${deadLetters.changes}`;
  }
}
