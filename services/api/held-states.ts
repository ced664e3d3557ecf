import type { StandingWard, WardNow, WardState } from '../../schemas/ward-now.ts';

const MS_PER_MINUTE = 60_000;
/** Readers outside the treating unit get times rounded down to this. */
const OUTSIDE_STEP = 5 * MS_PER_MINUTE;

/** States that compare who is there with who is required. A ward moves between these when it has been out of one for a while. */
const COMPARED: readonly (WardState | null)[] = ['short', 'tight', 'balanced', 'room'];

interface Held {
  readonly state: WardState | null;
  /** Stream time, ms. */
  readonly since: number;
  /** Since when the ward has been out of that state; `null` while it is in it. */
  readonly leftAt: number | null;
  /** When it was looked at last. */
  readonly seenAt: number;
}

/**
 * Keeps wards in their state until they have been out of it for some minutes of stream time on end, so that a
 * change of shift does not blink. A state that says that something is not known, and the way back from it, takes effect
 * at once: there is nothing else to show. So does any state of a ward whose difference is not known: the one before it was that
 * of a figure that is gone. Known for as long as the process runs, and looks: after a restart, and where stream time moves
 * by as many minutes at once, the state is shown as it is.
 */
export class HeldStates {
  private readonly holdMs: number;
  private readonly held = { inside: new Map<string, Held>(), outside: new Map<string, Held>() };

  constructor(holdMinutes: number) {
    this.holdMs = holdMinutes * MS_PER_MINUTE;
  }

  /** Returns the wards with the state they are held in, and since when. */
  hold(streamTime: string | null, wards: readonly StandingWard[]): StandingWard[] {
    if (streamTime === null) return [...wards];
    const now = Date.parse(streamTime);
    return wards.map(({ inside, outside }) => ({
      inside: this.holdOne('inside', inside, now),
      outside: this.holdOne('outside', outside, now),
    }));
  }

  private holdOne(audience: keyof StandingWard, ward: WardNow, now: number): WardNow {
    const held = this.next(this.held[audience].get(ward.wardId), ward, now);
    this.held[audience].set(ward.wardId, held);
    const step = audience === 'inside' ? 1 : OUTSIDE_STEP;
    const since = new Date(Math.floor(held.since / step) * step).toISOString();
    const stateSince = held.state === null ? null : since.replace('.000Z', 'Z');
    return { ...ward, state: held.state, stateSince };
  }

  private next(held: Held | undefined, { state, gap }: WardNow, now: number): Held {
    const enter = { state, since: now, leftAt: null, seenAt: now };
    // time that goes back: the log was rewound
    if (held === undefined || now < held.since) return enter;
    if (held.state === state) return { ...held, leftAt: null, seenAt: now };
    if (now - held.seenAt >= this.holdMs) return enter;
    if (!COMPARED.includes(held.state) || !COMPARED.includes(state) || gap === null) return enter;
    const leftAt = held.leftAt === null ? now : Math.min(held.leftAt, now);
    return now - leftAt >= this.holdMs
      ? { ...enter, since: leftAt }
      : { ...held, leftAt, seenAt: now };
  }
}
