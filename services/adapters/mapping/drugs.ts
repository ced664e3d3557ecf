import type { Coding } from '../facts.ts';
import { prepared } from './prepared.ts';
import type { Mapping } from './schema.ts';
import { systemOf } from './systems.ts';
import { sameWord } from './words.ts';

const ATC = /^[A-Z](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?$/;
const TRANSFUSION = '116859006';

/** True for an ATC code, whole or of a group. */
export function isAtc(code: string): boolean {
  return ATC.test(code);
}

/** The ATC code of a drug: sent as such, else by the drugs of the mapping file; `null` if neither has it. */
export function atcOf(codings: readonly Coding[], mapping: Mapping): string | null {
  for (const { system, code } of codings) {
    const atc = code.trim().toUpperCase();
    if (systemOf(system) === 'atc' && isAtc(atc)) return atc;
  }
  const own = ownDrugs(mapping);
  for (const { code } of codings) {
    const atc = own.get(sameWord(code));
    if (atc !== undefined) return atc.trim().toUpperCase();
  }
  return null;
}

const ownDrugs = prepared(
  ({ medication }: Mapping) =>
    new Map(Object.entries(medication.drugs).map(([code, atc]) => [sameWord(code), atc])),
);

/** True if the drug is blood by its SNOMED CT code (transfusion of a blood product). */
export function isBloodCode(codings: readonly Coding[]): boolean {
  return codings.some(
    ({ system, code }) => systemOf(system) === 'sct' && code.trim() === TRANSFUSION,
  );
}

/** True if an ATC code is of a group: the group itself, or what begins with it. */
export function isOfGroup(atc: string | null, group: string): boolean {
  return atc?.startsWith(group) === true;
}

/** True if an ATC code is on a list of codes, `*` for any ending. */
export function isListed(atc: string | null, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const code = pattern.trim().toUpperCase();
    return code.endsWith('*') ? isOfGroup(atc, code.slice(0, -1)) : atc === code;
  });
}

/** The entry of the longest group that a code is of, or `undefined`. */
export function ofLongestGroup(
  atc: string | null,
  groups: Readonly<Record<string, string>>,
): string | undefined {
  const [longest] = Object.entries(groups)
    .filter(([group]) => isOfGroup(atc, group.trim().toUpperCase().replace(/\*$/, '')))
    .toSorted(([a], [b]) => b.length - a.length);
  return longest?.[1];
}
