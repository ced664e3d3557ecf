import type { Micros } from '../../schemas/instant.ts';
import type { HourBalance, Reader } from './balanced-hour.ts';
import type { Ledger } from './ledger.ts';
import { levelAt } from './level.ts';
import { needOf } from './need.ts';
import { fromOutside } from './outside.ts';
import { decimal, over, type Rational, ratio, times } from './rational.ts';
import { rolesAt } from './roles.ts';
import { hourStaffing, type Nurses } from './supply.ts';

export type { HourBalance, Reader } from './balanced-hour.ts';

/** The hours of a ward, each computed at its first use. */
export function hourBalances(
  ledger: Ledger,
  wardId: string,
  reader: Reader,
): (hour: Micros) => HourBalance {
  const needAt = needOf(ledger, wardId, reader);
  const found = new Map<Micros, HourBalance>();
  return (hour) => {
    const known = found.get(hour);
    if (known !== undefined) return known;
    const all = needAt(hour);
    const need = reader === 'treating' || all === null ? all : fromOutside(all);
    const hidden = all !== null && need === null;
    const roles = rolesAt(ledger.site, ledger.staffing, wardId, hour);
    const staffing = hourStaffing(ledger.staffing, wardId, hour, roles);
    const worked = need !== null && staffing.staffed;
    const level = levelAt(ledger.site, wardId, hour);
    const balanced = worked && level !== null;
    const balance = { ...staffing, hour, need, hidden, worked, level, balanced };
    found.set(hour, balance);
    return balance;
  };
}

/** Millionths of all roles, of a staffed hour: a role that is not known is none of the ward's then. */
export function nursesOf({ rn, na }: Nurses): number {
  return (rn ?? 0) + (na ?? 0);
}

/** Minutes times level, in millionths of millionths, of hours with both. */
export function scaledOver(
  all: readonly HourBalance[],
  of: (need: NonNullable<HourBalance['need']>) => number,
): bigint {
  return all.reduce(
    (sum, { need, level }) =>
      need === null || level === null ? sum : sum + BigInt(of(need)) * level.k,
    0n,
  );
}

/** Nurse-hours that minutes times level ask for, with the site's productive share. */
export function scaledHours(scaled: bigint, ledger: Ledger): Rational {
  return over(requiredHours(scaled, ledger), ratio(1_000_000));
}

/** Nurse-hours that micro-minutes ask for, with the site's productive share. */
export function requiredHours(microMinutes: bigint, { site }: Ledger): Rational {
  return over(ratio(microMinutes), times(ratio(60_000_000), productiveShare(site)));
}

/** Required over available minutes; null where no nurse is there. */
export function loadOf(microMinutes: bigint, nurses: bigint, { site }: Ledger): Rational | null {
  if (nurses === 0n) return null;
  return over(ratio(microMinutes), times(ratio(nurses * 60n), productiveShare(site)));
}

function productiveShare(site: Ledger['site']): Rational {
  return decimal(site.switches.productiveShare);
}
