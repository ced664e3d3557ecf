import type { Usual, WardShift } from './shifts-ahead.ts';

/** Whether a ward's current state supports advice. */
export type Trust = 'sound' | 'stale' | 'thin';

/**
 * What a ward's load (required over planned, share of 1) becomes, at the median and p10–p90 after. `null`
 * before if nobody is planned.
 */
export interface Effect {
  readonly wardId: string;
  readonly before: number | null;
  readonly after: number;
  readonly low: number;
  readonly high: number;
}

/** One nurse who might work elsewhere for a shift. */
export interface Suggestion {
  readonly from: Effect;
  readonly to: Effect;
  readonly isSameType: boolean;
}

/** Why nothing is suggested: the ward, and what is wrong with it. */
export interface Withheld {
  /** `null` if it is for the borrowing ward's own sake. */
  readonly from: string | null;
  readonly to: string;
  readonly because: string;
  readonly reason: 'stale' | 'thin' | 'short' | 'few';
}

export interface Suggestions {
  /** Whether any ward lacks enough for a suggestion. */
  readonly isLacking: boolean;
  readonly suggestions: readonly Suggestion[];
  readonly withheld: readonly Withheld[];
}

/** Less than this is not a gap to act on, in nurses. */
const LEAST_GAP = 0.5;
/** Share of inputs below which no advice is derived, also of what is usual. */
const LEAST_COVERAGE = 0.7;
/** Nurses that a lending ward keeps. */
const LEAST_LEFT = 2;

type Known = WardShift & { readonly planned: number; readonly usual: Usual };

/**
 * For each ward that lacks in a shift the first that might lend one nurse: of the same type first, then
 * in the order of the site. Withheld if either may not be trusted, or the lending ward might lack too.
 */
export function suggestionsOf(
  wards: readonly WardShift[],
  trust: (wardId: string) => Trust,
): Suggestions {
  const known = wards.filter((ward): ward is Known => ward.planned !== null && ward.usual !== null);
  const left = new Map(known.map(({ wardId, planned }) => [wardId, planned]));
  const suggestions: Suggestion[] = [];
  const withheld: Withheld[] = [];
  const lacking = known.filter(({ planned, usual }) => planned - usual.p50 <= -LEAST_GAP);
  for (const ward of lacking) {
    const to = ward.wardId;
    const own = trustIn(ward, trust);
    if (own !== 'sound') {
      withheld.push({ from: null, to, because: to, reason: own });
      continue;
    }
    for (const lender of lendersOf(ward, known, left)) {
      const reason = refusal(lender, left.get(lender.wardId)!, trustIn(lender, trust));
      if (reason !== null) {
        withheld.push({ from: lender.wardId, to, because: lender.wardId, reason });
        continue;
      }
      const nurses = left.get(lender.wardId)!;
      left.set(lender.wardId, nurses - 1);
      suggestions.push({
        from: effect(lender, nurses, nurses - 1),
        to: effect(ward, ward.planned, ward.planned + 1),
        isSameType: lender.type === ward.type,
      });
      break;
    }
  }
  return { isLacking: lacking.length > 0, suggestions, withheld };
}

/** Of the ward as it stands, and of what is usual there. */
function trustIn({ wardId, usual }: Known, trust: (wardId: string) => Trust): Trust {
  const now = trust(wardId);
  const isThin = usual.coverage === null || usual.coverage < LEAST_COVERAGE;
  return now === 'sound' && isThin ? 'thin' : now;
}

/** Wards with one to spare at the median: those of the same type first. */
function lendersOf(ward: Known, known: readonly Known[], left: ReadonlyMap<string, number>) {
  const able = known.filter(({ wardId, usual }) => left.get(wardId)! - usual.p50 >= 1);
  const isSame = ({ type }: Known) => type === ward.type;
  return [...able.filter(isSame), ...able.filter((other) => !isSame(other))];
}

function refusal(lender: Known, nurses: number, trust: Trust): Withheld['reason'] | null {
  if (trust !== 'sound') return trust;
  const { p10, p90 } = lender.usual;
  if (nurses - 1 < Math.max(p10, p90)) return 'short';
  return nurses - 1 < LEAST_LEFT ? 'few' : null;
}

function effect({ wardId, usual }: Known, before: number, after: number): Effect {
  return {
    wardId,
    before: before === 0 ? null : usual.p50 / before,
    after: usual.p50 / after,
    low: usual.p10 / after,
    high: usual.p90 / after,
  };
}
