import type { State } from '../status.ts';

/** Which wards are shown: of a type, of a division, in a state; `null` for all. */
export interface Filter {
  readonly type: string | null;
  readonly division: string | null;
  readonly state: State | null;
}

export const EVERYTHING: Filter = { type: null, division: null, state: null };

/** The wards that a filter lets through, in the order they have. */
export function filtered<W extends { readonly type: string; readonly division: string | null }>(
  wards: readonly W[],
  { type, division, state }: Filter,
  stateOf: (ward: W) => State,
): W[] {
  return wards.filter(
    (ward) =>
      (type === null || ward.type === type) &&
      (division === null || ward.division === division) &&
      (state === null || stateOf(ward) === state),
  );
}

/** The types of ward there are, each once, in the order of the site. */
export function typesOf(wards: readonly { readonly type: string }[]): string[] {
  return [...new Set(wards.map(({ type }) => type))];
}
