import type { State } from '../status.ts';

/** Which wards are shown: of a kind, in a state; `null` for all. */
export interface Filter {
  readonly type: string | null;
  readonly state: State | null;
}

export const EVERYTHING: Filter = { type: null, state: null };

/** The wards that a filter lets through, in the order they have. */
export function filtered<W extends { readonly type: string }>(
  wards: readonly W[],
  { type, state }: Filter,
  stateOf: (ward: W) => State,
): W[] {
  return wards.filter(
    (ward) => (type === null || ward.type === type) && (state === null || stateOf(ward) === state),
  );
}

/** The kinds of ward there are, each once, in the order of the site. */
export function typesOf(wards: readonly { readonly type: string }[]): string[] {
  return [...new Set(wards.map(({ type }) => type))];
}
