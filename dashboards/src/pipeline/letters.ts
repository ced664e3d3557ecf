import type { ReactiveControllerHost } from 'lit';
import { ApiError, address, type Failure, get, post } from '../api.ts';
import { Resource } from '../page/resource.ts';
import type { DismissalDraft } from './dismissal-draft.ts';

/** Whether letters wait, or a person dismissed them. */
export const LETTER_STATES = ['open', 'dismissed', 'all'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** A rejected record, its values masked. */
export interface Letter {
  readonly number: number;
  /** When it was first received: RFC 3339, UTC. */
  readonly receivedAt: string;
  /** System that recorded it. */
  readonly source: string | null;
  /** Of the event, within its source. */
  readonly id: string | null;
  readonly sender: string | null;
  /** In the journal, if it was there. */
  readonly position: number | null;
  readonly reason: string;
  /** JSON pointer, '' for the whole record. */
  readonly pointer: string;
  /** What was expected, in English. */
  readonly detail: string;
  readonly bytes: number;
  readonly masked: string | null;
  readonly dismissal: {
    /** RFC 3339, UTC. */
    readonly at: string;
    readonly by: string;
    readonly because: string;
    readonly note: string | null;
  } | null;
}

/** `GET /v1/dead-letters`: the newest first. */
export interface LetterPage {
  /** How many are open. */
  readonly byReason: Readonly<Record<string, number>>;
  readonly dismissed: number;
  /** How many the filter selects. */
  readonly matching: number;
  /** Systems of those in the state; '' where it is not known. */
  readonly sources: readonly string[];
  readonly letters: readonly Letter[];
}

/** Which letters are shown; `null` for all. */
export interface LetterChoice {
  readonly state: LetterState;
  readonly reason: string | null;
  readonly source: string | null;
}

/** `POST /v1/dead-letters/retry`. */
export interface Replayed {
  readonly retried: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** What became of the last change; `failed` if there was no answer. */
export type Outcome =
  | { readonly of: 'replay'; readonly result: Replayed | 'failed' }
  | { readonly of: 'dismissal' | 'reopening'; readonly result: number | 'failed' };

const PATH = '/v1/dead-letters';
/** Letters of a page. */
const PAGE = 20;

/** The dead letters a page at a time, their replay and their dismissal. */
export class Letters {
  readonly first: Resource<LetterPage>;
  choice: LetterChoice = { state: 'open', reason: null, source: null };
  outcome: Outcome | null = null;
  isReplaying = false;
  /** Letters below the first page. */
  private more: readonly Letter[] = [];
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost, isWanted: () => boolean) {
    this.host = host;
    this.first = new Resource(host, () => (isWanted() ? this.pageBefore(null) : null), {
      isHeld: true,
    });
  }

  /** How many are open, also those that are not shown. */
  get count(): number {
    return countOf(this.first.value?.byReason ?? {});
  }

  /** Those that are shown, the newest first. */
  get shown(): readonly Letter[] {
    const first = this.first.value?.letters ?? [];
    const last = first.at(-1)?.number ?? 0;
    return [...first, ...this.more.filter(({ number }) => number < last)];
  }

  choose(change: Partial<LetterChoice>): void {
    // the sources are those of a state
    const source = change.state === undefined ? {} : { source: null };
    this.choice = { ...this.choice, ...source, ...change };
    this.more = [];
    this.host.requestUpdate();
  }

  /** Reloads if the counts have changed. */
  compare(byReason: Readonly<Record<string, number>> | null): void {
    const known = this.first.value?.byReason;
    if (known === undefined || byReason === null || this.first.isLoading) return;
    if (isSame(known, byReason)) return;
    // some of those below may be gone
    if (countOf(byReason) < countOf(known)) this.more = [];
    this.first.refresh();
  }

  /** Brings the next page. */
  async showMore(): Promise<void> {
    const { shown, choice } = this;
    const last = shown.at(-1);
    if (last === undefined) return;
    const page = await get<LetterPage>(this.pageBefore(last.number)).catch(() => null);
    if (choice !== this.choice) return;
    if (page === null) return this.first.refresh();
    this.more = [...shown, ...page.letters];
    this.host.requestUpdate();
  }

  /** Submits all open ones once more. */
  async replay(): Promise<void> {
    if (this.isReplaying) return;
    this.isReplaying = true;
    this.outcome = null;
    this.host.requestUpdate();
    const result = await post<Replayed>(`${PATH}/retry`, {}).catch(() => 'failed' as const);
    this.isReplaying = false;
    this.changed({ of: 'replay', result });
  }

  /** What dismisses all letters that are chosen and were seen. */
  get selection(): DismissalDraft['selection'] {
    const { reason, source } = this.choice;
    const upTo = this.shown[0]?.number ?? 0;
    return {
      matching: {
        ...(reason === null ? {} : { reason }),
        ...(source === null ? {} : { source }),
        upTo,
      },
    };
  }

  /** Dismisses letters. Returns why that failed, `null` if it did not. */
  async dismiss({ selection, because, note }: DismissalDraft): Promise<Failure | null> {
    const text = note.trim();
    const body = { ...selection, because, ...(text === '' ? {} : { note: text }) };
    try {
      const { dismissed } = await post<{ dismissed: number }>(`${PATH}/dismiss`, body);
      this.changed({ of: 'dismissal', result: dismissed });
      return null;
    } catch (error) {
      return error instanceof ApiError ? error.failure : 'broken';
    }
  }

  /** Opens a dismissed letter again. */
  async reopen(number: number): Promise<void> {
    const result = await post<{ reopened: number }>(`${PATH}/reopen`, { numbers: [number] }).then(
      ({ reopened }) => reopened,
      () => 'failed' as const,
    );
    this.changed({ of: 'reopening', result });
  }

  private changed(outcome: Outcome): void {
    this.outcome = outcome;
    this.more = [];
    this.first.refresh();
    this.host.requestUpdate();
  }

  private pageBefore(before: number | null): string {
    return address(PATH, { ...this.choice, before, limit: PAGE });
  }
}

/** All reasons together. */
export function countOf(byReason: Readonly<Record<string, number>>): number {
  return Object.values(byReason).reduce((sum, count) => sum + count, 0);
}

function isSame(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const reasons = Object.keys(a);
  return reasons.length === Object.keys(b).length && reasons.every((key) => a[key] === b[key]);
}
