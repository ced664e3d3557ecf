import { tenthOf } from '../shown-figure.ts';
import { type Lending, type Loan, wantedOf } from './lending.ts';
import { type Spare, spareOf, type Withheld, withheldOf } from './spare.ts';

/** What one ward lends to another in a shift. */
export interface Offer {
  readonly wardId: string;
  readonly isSameType: boolean;
  readonly rn: number;
  readonly na: number;
  /** Registered nurses among them who stand in for assistants. */
  readonly standIns: number;
  /** The difference of the ward that lends, before and if all of the shift's loans are made, as it is shown. */
  readonly before: number;
  readonly after: number;
  /** Staff less what is required in an unusually heavy shift, then; `null` if that is not known. */
  readonly afterAtHigh: number | null;
  /** Wards to which it lends too. */
  readonly alsoTo: readonly string[];
}

/** What a ward that lacks somebody can be lent in a shift, and what there is besides. */
export interface Help {
  readonly offers: readonly Offer[];
  /** The difference of the ward itself with them, as it is shown. */
  readonly after: number;
  /** True if it still lacks registered nurses. */
  readonly lacksRn: boolean;
  /** Wards with room that lend all they can to others. */
  readonly elsewhere: readonly { readonly wardId: string; readonly to: readonly string[] }[];
  /** Wards that can still lend after all loans of the shift, those of the same type first. */
  readonly left: readonly (Spare & { readonly wardId: string })[];
  /** Wards with room that lend nobody, and why. */
  readonly withheld: readonly { readonly wardId: string; readonly reason: Withheld }[];
}

/** The part of a ward in what wards can lend each other; `null` if nothing is known of it. */
export function helpFor(wardId: string, { loans, before, after }: Lending): Help | null {
  const own = after.get(wardId);
  if (own === undefined) return null;
  const lenders = [...new Set(loans.map(({ from }) => from))];
  const isOwn = ({ to }: Loan) => to === wardId;
  const wards = [...after.values()];
  const isSame = (id: string) => Number(after.get(id)!.type === own.type);
  return {
    offers: lenders.flatMap((from) => {
      const lent = loans.filter((loan) => loan.from === from);
      const mine = lent.filter(isOwn);
      if (mine.length === 0) return [];
      const [then, { over, present, high }] = [before.get(from)!, after.get(from)!];
      return {
        wardId: from,
        isSameType: then.type === own.type,
        rn: mine.filter(({ role }) => role === 'rn').length,
        na: mine.filter(({ role }) => role === 'na').length,
        standIns: mine.filter(({ isStandIn }) => isStandIn).length,
        ...{ before: tenthOf(then.over), after: tenthOf(over) },
        afterAtHigh: high === null ? null : present - high,
        alsoTo: toOf(lent.filter((loan) => !isOwn(loan))),
      };
    }),
    after: tenthOf(own.over),
    lacksRn: wantedOf(own)[0] === 'rn',
    elsewhere: lenders.flatMap((from) => {
      const lent = loans.filter((loan) => loan.from === from);
      const isElsewhere = !lent.some(isOwn) && spareOf(after.get(from)!).persons === 0;
      return isElsewhere ? [{ wardId: from, to: toOf(lent) }] : [];
    }),
    left: wards
      .map((ward) => ({ wardId: ward.wardId, ...spareOf(ward) }))
      .filter(({ persons }) => persons > 0)
      .toSorted((a, b) => isSame(b.wardId) - isSame(a.wardId)),
    withheld: [...before.values()].flatMap((ward) => {
      const reason = withheldOf(ward);
      return reason === null ? [] : [{ wardId: ward.wardId, reason }];
    }),
  };
}

function toOf(loans: readonly Loan[]): readonly string[] {
  return [...new Set(loans.map(({ to }) => to))];
}
