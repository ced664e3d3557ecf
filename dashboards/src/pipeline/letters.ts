import type { ReactiveControllerHost } from 'lit';
import { address, get, post } from '../api.ts';
import { Resource } from '../page/resource.ts';

/** A rejected record, its values masked. */
export interface Letter {
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly receivedAt: string;
  readonly reason: string;
  /** JSON pointer, '' for the whole record. */
  readonly pointer: string;
  /** What was expected, in English. */
  readonly detail: string;
  readonly bytes: number;
  readonly masked: string | null;
}

/** `GET /v1/dead-letters`: the oldest first. */
export interface LetterPage {
  readonly byReason: Readonly<Record<string, number>>;
  readonly letters: readonly Letter[];
}

/** `POST /v1/dead-letters/retry`. */
export interface Replayed {
  readonly retried: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

const PATH = '/v1/dead-letters';
/** Letters of a page. */
const PAGE = 20;

/** The dead letters a page at a time, and their replay. */
export class Letters {
  readonly first: Resource<LetterPage>;
  /** What became of the last replay; `failed` if there was no answer. */
  outcome: Replayed | 'failed' | null = null;
  isReplaying = false;
  private more: readonly Letter[] = [];
  /** The last letter of the first page, to which `more` was added. */
  private after = 0;
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost, isWanted: () => boolean) {
    this.host = host;
    this.first = new Resource(host, () => (isWanted() ? address(PATH, { limit: PAGE }) : null));
  }

  /** How many there are, also those that are not shown. */
  get count(): number {
    return countOf(this.first.value?.byReason ?? {});
  }

  /** Those that are shown, the oldest first. */
  get shown(): readonly Letter[] {
    const first = this.first.value?.letters ?? [];
    return first.at(-1)?.number === this.after ? [...first, ...this.more] : first;
  }

  /** Reloads if the counts have changed. */
  compare(byReason: Readonly<Record<string, number>> | null): void {
    const known = this.first.value?.byReason;
    if (known === undefined || byReason === null || this.first.isLoading) return;
    if (!isSame(known, byReason)) this.first.refresh();
  }

  /** Brings the next page. */
  async showMore(): Promise<void> {
    const { shown } = this;
    const last = this.first.value?.letters.at(-1)?.number;
    if (last === undefined) return;
    const url = address(PATH, { after: shown.at(-1)!.number, limit: PAGE });
    const page = await get<LetterPage>(url).catch(() => null);
    if (page === null) return this.first.refresh();
    this.more = [...shown.filter(({ number }) => number > last), ...page.letters];
    this.after = last;
    this.host.requestUpdate();
  }

  /** Submits all of them once more. */
  async replay(): Promise<void> {
    if (this.isReplaying) return;
    this.isReplaying = true;
    this.outcome = null;
    this.host.requestUpdate();
    this.outcome = await post<Replayed>(`${PATH}/retry`, {}).catch(() => 'failed' as const);
    this.isReplaying = false;
    this.after = 0;
    this.more = [];
    this.first.refresh();
    this.host.requestUpdate();
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
