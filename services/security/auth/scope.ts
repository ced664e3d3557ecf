import { HttpProblem } from '../../http/problem.ts';
import type { Grant, Principal, Role } from './principal.ts';
import { merged, type Sources } from './sources.ts';

/** Roles that see the sums of a ward in full, even with few patients. */
const IN_FULL: readonly Role[] = ['ward_viewer', 'ward_lead', 'wall'];
/** Roles of those who treat: they also see patients and notes. */
const TREATING: readonly Role[] = ['ward_viewer', 'ward_lead'];

/** A ward that the caller may see, and whether as its treating unit; others do not see suppressed values. */
export interface WardScope {
  readonly wardId: string;
  readonly treating: boolean;
  /** Of wards for patients and notes: whether the caller judges the ward. */
  readonly judges?: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller and what it may see; public routes have none. */
    access: Scope;
  }
}

/** What one request may see: the wards that its principal has by the roles of the route. */
export class Scope {
  readonly principal: Principal;
  /** The roles of the route. */
  readonly roles: readonly Role[];
  /** Purpose of the request, in the words of the caller. */
  readonly purpose: string | null;
  /** Wards for sums, in the order of the site. */
  readonly wards: readonly WardScope[];
  /** The same for patients and notes: a screen on the ward does not count as the treating unit. */
  readonly patientWards: readonly WardScope[];
  /** Whether the caller may see every ward, not only those of a list. */
  readonly isWholeSite: boolean;

  /** @param site its wards in order */
  constructor(
    principal: Principal,
    roles: readonly Role[],
    site: readonly string[],
    purpose: string | null = null,
  ) {
    const seeing = principal.grants.filter(({ role }) => roles.includes(role));
    this.principal = principal;
    this.roles = roles;
    this.purpose = purpose;
    this.isWholeSite = seeing.some(({ wards }) => wards === '*');
    const seen = site.filter((wardId) => seeing.some((grant) => covers(grant, wardId)));
    const wardsAs = (roles: readonly Role[]) => {
      const inside = principal.grants.filter(({ role }) => roles.includes(role));
      return seen.map((wardId) => ({
        wardId,
        treating: inside.some((grant) => covers(grant, wardId)),
      }));
    };
    this.wards = wardsAs(IN_FULL);
    this.patientWards = wardsAs(TREATING).map((ward) => ({
      ...ward,
      judges: principal.grants.some(
        (grant) => grant.role === 'ward_lead' && covers(grant, ward.wardId),
      ),
    }));
  }

  /** The systems that the principal may write for. */
  get sources(): Sources {
    return merged(this.principal.grants.flatMap(({ sources = [] }) => [sources]));
  }

  /**
   * Returns the requested wards that the caller may see; without a list, every ward that the caller may see.
   * @param of whether the answer has sums, or patients and notes on them
   * @throws HttpProblem as `assertWard`, for the first requested ward that it may not see
   */
  wardsOf(
    ids: readonly string[] | undefined,
    of: 'sums' | 'patients' = 'sums',
  ): readonly WardScope[] {
    const wards = of === 'sums' ? this.wards : this.patientWards;
    if (ids === undefined) return wards;
    const wanted = new Set(ids);
    for (const wardId of wanted) this.assertWard(wardId);
    return wards.filter(({ wardId }) => wanted.has(wardId));
  }

  /**
   * Checks that the caller may see a ward.
   * @throws HttpProblem `forbidden`; a caller who may see every ward gets `unknown-ward`, because others must not
   *   learn which wards exist
   */
  assertWard(wardId: string): void {
    if (this.wards.some((ward) => ward.wardId === wardId)) return;
    throw new HttpProblem(this.isWholeSite ? 'unknown-ward' : 'forbidden');
  }
}

const covers = ({ wards }: Grant, wardId: string) => wards === '*' || wards.includes(wardId);
