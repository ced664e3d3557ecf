import { HttpProblem } from '../../http/problem.ts';
import type { Grant, Principal, Role } from './principal.ts';
import { merged, type Sources } from './sources.ts';

/** Roles to which the sums of a ward are shown in full, however few its patients are. */
const IN_FULL: readonly Role[] = ['ward_viewer', 'ward_lead', 'wall'];
/** Roles of those who treat: to them patients and notes are shown too. */
const TREATING: readonly Role[] = ['ward_viewer', 'ward_lead'];

/** A ward that may be seen, and whether as in the unit that treats there: else only what is not suppressed. */
export interface WardScope {
  readonly wardId: string;
  readonly treating: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks and what may be seen; on routes that are public there is none. */
    access: Scope;
  }
}

/** What one request may see: the wards its principal has under the roles of the route. */
export class Scope {
  readonly principal: Principal;
  /** The roles of the route. */
  readonly roles: readonly Role[];
  /** What the reading is for, in the caller's words. */
  readonly purpose: string | null;
  /** For sums, in the order of the site. */
  readonly wards: readonly WardScope[];
  /** The same for what is of patients, or written of them: a screen on the ward is outside. */
  readonly patientWards: readonly WardScope[];
  /** Whether it is every ward, and not those of a list. */
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
    this.patientWards = wardsAs(TREATING);
  }

  /** The systems that the principal may write for. */
  get sources(): Sources {
    return merged(this.principal.grants.flatMap(({ sources = [] }) => [sources]));
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
