import type { Micros } from '../../schemas/instant.ts';
import type { Interval } from './interval.ts';
import type { ClinicalEvent } from './log.ts';

/** One unbroken time on one ward. `end` is Infinity while the stay is open. */
export interface Stay {
  readonly wardId: string;
  readonly start: Micros;
  readonly end: Micros;
  readonly arrivedBy: 'admission' | 'transfer';
  /** No stay was open before: the encounter begins here, or begins again. */
  readonly opening: boolean;
  readonly leftBy: 'discharge' | 'transfer' | null;
  /** The stay without the leaves. */
  readonly presence: readonly Interval[];
  /** What each admission or transfer to the ward says of the bed, in order; null where it says nothing. */
  readonly beds: readonly { readonly since: Micros; readonly bed: string | null }[];
}

/** The way of an encounter through the wards, and the discharges that ended a stay. */
export interface Course {
  readonly stays: readonly Stay[];
  readonly discharges: readonly ClinicalEvent[];
}

type Draft = { -readonly [K in keyof Stay]: Stay[K] } & {
  presence: Interval[];
  beds: Stay['beds'][number][];
};

/** Walks the moves in order. Spec §1: every move known so far counts, whenever it was recorded. */
export function courseOf(events: readonly ClinicalEvent[]): Course {
  const stays: Draft[] = [];
  const discharges: ClinicalEvent[] = [];
  let stay: Draft | null = null;
  let presentSince: Micros | null = null;

  for (const event of events) {
    const at = event.occurredAt;
    const pause = (): void => {
      if (stay !== null && presentSince !== null)
        stay.presence.push({ from: presentSince, to: at });
      presentSince = null;
    };
    const close = (leftBy: 'discharge' | 'transfer'): void => {
      pause();
      if (stay !== null) Object.assign(stay, { end: at, leftBy });
      stay = null;
    };

    if (event.type === 'leave.start') {
      pause();
    } else if (event.type === 'leave.end') {
      if (stay !== null) presentSince ??= at;
    } else if (event.type === 'discharge') {
      if (stay !== null) discharges.push(event);
      close('discharge');
    } else if (event.type === 'admission' || event.type === 'transfer') {
      const before: Draft | null = stay;
      if (before !== null && (before as Draft).wardId === event.wardId) {
        presentSince ??= at;
      } else {
        close('transfer');
        stay = {
          wardId: event.wardId,
          start: at,
          end: Number.POSITIVE_INFINITY,
          arrivedBy: before === null ? event.type : 'transfer',
          opening: before === null,
          leftBy: null,
          presence: [],
          beds: [],
        };
        stays.push(stay);
        presentSince = at;
      }
      stay?.beds.push({ since: at, bed: event.bed ?? null });
    }
  }
  const last: Draft | undefined = stays.at(-1);
  if (stay !== null && presentSince !== null) {
    last?.presence.push({ from: presentSince, to: Number.POSITIVE_INFINITY });
  }
  return { stays, discharges };
}
