import { createHash } from 'node:crypto';
import type { Micros } from '../../schemas/instant.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import type { Border } from './border.ts';
import { dueBy, groupsAfter, nextDue, touchedAfter } from './journal/groups.ts';
import type { AdapterJournal } from './journal/journal.ts';
import { type Settled, setState, settle, stateOf } from './journal/settle.ts';
import type { Mapping } from './mapping/schema.ts';
import { interpretRound } from './rounds.ts';

export interface InterpreterOptions {
  readonly journal: AdapterJournal;
  readonly border: Border;
  readonly mapping: () => Mapping;
  readonly now: () => Micros;
  readonly log: Logger;
  /** Called when there are versions to send. */
  readonly onVersions: () => void;
}

/** Extracts whose groups are interpreted together. */
const ROUND = 500;
/** Groups that are interpreted together after the mapping changed. */
const REPLAYED = 200;
/** The longest wait for a group that is due, in milliseconds: the clock of the machine may be set. */
const LONGEST_WAIT = 60_000;
const INTERPRETED = 'interpreted';
const MAPPING = 'mapping';
const CHANGED = 'mapping-changed';

/**
 * Interprets the groups that a commit touched, once each; those that are due; and after a change of the mapping all. What it
 * comes to is stored in one transaction with how far it came, so that a kill at any time repeats a round or none.
 */
export class Interpreter {
  private readonly options: InterpreterOptions;
  private readonly worker: RetryingWorker;
  private timer: NodeJS.Timeout | null = null;
  private interpreted = 0;
  /** Groups to interpret although nothing came of them. */
  private readonly repeated = new Set<string>();
  /** A change of the mapping that not all groups have seen. */
  private change: { readonly at: Micros; readonly hash: string; after: string } | null = null;
  /** How many times a group could not be interpreted. */
  private failed = 0;

  private constructor(options: InterpreterOptions) {
    this.options = options;
    this.worker = new RetryingWorker(
      () => this.work(),
      (error) => options.log.error(errorKind(error), 'groups cannot be interpreted'),
    );
  }

  static async open(options: InterpreterOptions): Promise<Interpreter> {
    const interpreter = new Interpreter(options);
    const position = await options.journal.read((connection) => stateOf(connection, INTERPRETED));
    interpreter.interpreted = Number(position ?? 0);
    await interpreter.noteMapping();
    return interpreter;
  }

  /** True while rounds fail. */
  get isFailing(): boolean {
    return this.worker.isFailing;
  }

  /** Groups that could not be interpreted since the start. */
  get failures(): number {
    return this.failed;
  }

  /** Looks for groups to interpret. */
  trigger(): void {
    this.worker.trigger();
  }

  /** Interprets groups again, although nothing came of them. */
  repeat(groups: readonly string[]): void {
    for (const group of groups) this.repeated.add(group);
    this.trigger();
  }

  /** Resolves when there is nothing to interpret now. */
  idle(): Promise<void> {
    return this.worker.idle();
  }

  /** The mapping changed: all groups are interpreted again. */
  async reload(): Promise<void> {
    await this.noteMapping();
    this.trigger();
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    await this.worker.stop();
  }

  /** Notes when the mapping changed, unless it is the one that all groups have seen. */
  private async noteMapping(): Promise<void> {
    const { journal, mapping, now } = this.options;
    const hash = hashOf(mapping());
    this.change = await journal.use(async (connection) => {
      const seen = await stateOf(connection, MAPPING);
      if (seen === hash) {
        await setState(connection, CHANGED, '');
        return null;
      }
      if (seen === null) {
        await setState(connection, MAPPING, hash);
        return null;
      }
      const [known, at] = ((await stateOf(connection, CHANGED)) ?? '').split(' ');
      const change = { hash, at: known === hash ? Number(at) : now(), after: '' };
      await setState(connection, CHANGED, `${hash} ${change.at}`);
      return change;
    });
  }

  private async work(): Promise<void> {
    for (let isMore = true; isMore; ) {
      const touched = await this.interpretTouched();
      const due = await this.interpretDue();
      // a change of the mapping comes forward under any traffic
      isMore = (await this.interpretAgain()) || touched || due;
    }
    await this.waitForDue();
  }

  private async interpretTouched(): Promise<boolean> {
    const { journal } = this.options;
    const { to, groups } = await journal.read((connection) =>
      touchedAfter(connection, this.interpreted, ROUND),
    );
    if (groups.length === 0) return false;
    await this.round(groups, { [INTERPRETED]: String(to) });
    this.interpreted = to;
    return true;
  }

  private async interpretDue(): Promise<boolean> {
    const { journal, now } = this.options;
    const due = await journal.read((connection) => dueBy(connection, now(), ROUND));
    const repeated = [...this.repeated].slice(0, ROUND);
    const groups = [...new Set([...due, ...repeated])];
    if (groups.length === 0) return false;
    await this.round(groups, {});
    for (const group of repeated) this.repeated.delete(group);
    return true;
  }

  private async interpretAgain(): Promise<boolean> {
    const { change } = this;
    if (change === null) return false;
    const groups = await this.options.journal.read((connection) =>
      groupsAfter(connection, change.after, REPLAYED),
    );
    const isLast = groups.length === 0;
    await this.round(groups, isLast ? { [MAPPING]: change.hash, [CHANGED]: '' } : {});
    if (!isLast) change.after = groups.at(-1)!;
    // the mapping may have changed again meanwhile
    else if (this.change === change) this.change = null;
    return true;
  }

  private async round(
    groups: readonly string[],
    state: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { journal, border, mapping, now, log } = this.options;
    const context = {
      ...{ journal, border, mapping: mapping(), now: now(), changedAt: this.change?.at ?? null },
      onFailure: (error: Error, channels: readonly string[]) => {
        this.failed++;
        log.error({ ...errorKind(error), channels }, 'a group cannot be interpreted');
      },
    };
    const settled = await journal.read((connection) => interpretRound(connection, groups, context));
    await journal.use(async (connection) => {
      await settle(connection, groups, settled, context.now, journal.versionStarts);
      for (const [name, value] of Object.entries(state)) await setState(connection, name, value);
    });
    if (settled.some(hasVersions)) this.options.onVersions();
  }

  private async waitForDue(): Promise<void> {
    const { journal, now } = this.options;
    const at = await journal.read(nextDue);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (at === null) return;
    const wait = Math.min(Math.max(0, (at - now()) / 1000), LONGEST_WAIT);
    this.timer = setTimeout(() => this.trigger(), Math.ceil(wait));
    this.timer.unref();
  }
}

function hasVersions({ versions }: Settled): boolean {
  return versions.length > 0;
}

function hashOf(mapping: Mapping): string {
  return createHash('sha256').update(JSON.stringify(mapping)).digest('base64url').slice(0, 22);
}
