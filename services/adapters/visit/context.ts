import type { Micros } from '../../../schemas/instant.ts';
import type { Border } from '../border.ts';
import type { Mapping } from '../mapping/schema.ts';

/** What the events of a visit depend on besides its facts. */
export interface VisitContext {
  readonly mapping: Mapping;
  readonly border: Border;
  /** Pseudonym of the visit. */
  readonly visit: string;
  readonly now: Micros;
}

/** The ward that the visit is on at an instant; `null` if it is on none that is known. */
export type WardAt = (at: Micros) => string | null;
