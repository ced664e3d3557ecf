import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Stamp } from './rows.ts';

/**
 * Gathers the rows of one encounter and instant. The moment takes the smallest row id and the latest
 * `recordedAt` of its rows: it is known in full only when the last of them is stored.
 */
export class Moments<Content> {
  readonly #byKey = new Map<string, { stamp: Stamp; content: Content }>();
  readonly #empty: () => Content;

  constructor(empty: () => Content) {
    this.#empty = empty;
  }

  /** The content of the row's moment, to be filled in. `apart` keeps other kinds of moment apart. */
  at(row: Stamp, apart = ''): Content {
    const key = `${row.encounterId} ${row.occurredAt} ${apart}`;
    const moment = this.#byKey.get(key);
    if (moment === undefined) {
      const content = this.#empty();
      this.#byKey.set(key, { stamp: { ...row }, content });
      return content;
    }
    const { stamp } = moment;
    if (Number(row.id) < Number(stamp.id)) stamp.id = row.id;
    stamp.recordedAt = Math.max(stamp.recordedAt, row.recordedAt);
    return moment.content;
  }

  /** The event of each moment; null makes none. */
  map(toEvent: (stamp: Stamp, content: Content) => WireEvent | null): WireEvent[] {
    const events: WireEvent[] = [];
    for (const { stamp, content } of this.#byKey.values()) {
      const event = toEvent(stamp, content);
      if (event !== null) events.push(event);
    }
    return events;
  }
}
