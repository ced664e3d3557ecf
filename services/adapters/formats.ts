import type { Note, StoredExtract } from './adapter.ts';
import type { Fact } from './facts.ts';
import { factsOfHl7, isHl7Kind } from './hl7v2/facts.ts';
import type { Mapping } from './mapping/schema.ts';
import { ROSTER_HOURS } from './roster/interpret.ts';
import { factsOfTables, isTableKind } from './tables/facts.ts';

/** What formats read of extracts. */
export interface ReadFacts {
  readonly facts: readonly Fact[];
  readonly notes: readonly Note[];
}

/**
 * What all extracts of a visit state, in the form that all formats share. Rows of tables are read together: a row with the key of
 * another is a version of it.
 * @throws RangeError for a kind that no format reads
 */
export function factsOf(extracts: readonly StoredExtract[], mapping: Mapping): ReadFacts {
  const rows = extracts.filter(({ kind }) => isTableKind(kind));
  const others = extracts.filter(({ kind }) => !isTableKind(kind));
  const read: ReadFacts[] = others.map((extract) => {
    if (isHl7Kind(extract.kind)) return factsOfHl7(extract, mapping);
    throw new RangeError(`No format reads extracts of the kind ${extract.kind}`);
  });
  if (rows.length > 0) read.push(factsOfTables(rows, mapping));
  return {
    facts: read.flatMap(({ facts }) => facts),
    notes: read.flatMap(({ notes }) => notes),
  };
}

/** True for extracts of rosters, which are of no visit. */
export function isRoster({ kind }: StoredExtract): boolean {
  return kind === ROSTER_HOURS;
}
