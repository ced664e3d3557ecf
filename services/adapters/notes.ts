import type { Note, NoteReason } from './adapter.ts';

/** What a note says besides its reason and channel. */
export interface Noted {
  readonly key?: string;
  readonly display?: string;
  readonly unit?: string;
  readonly value?: string;
}

/** Counts what could not be used by reason, channel, key, unit and value. */
export class Notes {
  private readonly counted = new Map<string, Note>();

  add(reason: NoteReason, channel: string, noted: Noted = {}): void {
    this.addTimes(1, reason, channel, noted);
  }

  /** Adds what was counted elsewhere. */
  include(notes: readonly Note[]): void {
    for (const { count, reason, channel, ...noted } of notes) {
      this.addTimes(count, reason, channel, noted);
    }
  }

  private addTimes(
    times: number,
    reason: NoteReason,
    channel: string,
    { key = '', display, unit, value }: Noted,
  ): void {
    const identity = JSON.stringify([reason, channel, key, unit ?? null, value ?? null]);
    const { count = 0, display: shown } = this.counted.get(identity) ?? {};
    const name = smaller(display, shown);
    this.counted.set(identity, {
      reason,
      channel,
      key,
      ...(name !== undefined && { display: name }),
      ...(unit !== undefined && { unit }),
      ...(value !== undefined && { value }),
      count: count + times,
    });
  }

  /** In an order of their content, whatever the order they came in. */
  list(): Note[] {
    return [...this.counted]
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, note]) => note);
  }
}

/** The first of two names by its characters, so that the order of records decides nothing. */
function smaller(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || a === '') return b;
  return b === undefined || a < b ? a : b;
}
