import { observationCode, valueProblem } from '../../../schemas/vocabulary.ts';
import { entryKey } from './codes.ts';
import type { Finding } from './lines.ts';
import type { CodeEntry, Mapping } from './schema.ts';
import { dimensionsOf, isTarget, TARGETS } from './targets.ts';
import { isUndecided } from './undecided.ts';
import { sameSpelling, UNITS, unitOf } from './units.ts';

/** Codes become what the product knows, in units and values that it takes, each code once. */
export function codeMistakes({ codes }: Mapping): Finding[] {
  const seen = new Set<string>();
  return codes.flatMap((entry, index) => {
    const findings = entryMistakes(entry);
    const key = entryKey(entry.match, entry.system, entry.code);
    if (seen.has(key)) {
      const message = 'Expected one entry for a system and code: case and blanks do not matter';
      findings.push({ path: ['code'], message });
    }
    seen.add(key);
    return findings.map(({ path, message }) => ({ path: ['codes', index, ...path], message }));
  });
}

const UNDECIDED_CODE =
  'To decide: write what the code means, or ignore, in place of the question mark and the words after it';

function entryMistakes(entry: CodeEntry): Finding[] {
  const { to, split, assumeUnit, values = {} } = entry;
  const targets = typeof to === 'string' ? [to] : to;
  const findings: Finding[] = targets.flatMap((target, index) => {
    if (isTarget(target)) return [];
    const path = typeof to === 'string' ? ['to'] : ['to', index];
    if (isUndecided(target)) return [{ path, message: UNDECIDED_CODE }];
    return [{ path, message: `Expected one of ${TARGETS}` }];
  });
  if (targets.length > 1 && split === undefined) {
    findings.push({ path: ['to'], message: 'Expected `split` with several targets' });
  }
  if (targets.length === 1 && split !== undefined) {
    findings.push({ path: ['split'], message: 'Expected several targets in `to` with `split`' });
  }
  if (findings.length > 0) return findings;
  if (assumeUnit !== undefined && !targets.every((target) => takesUnit(target, assumeUnit))) {
    findings.push({ path: ['assumeUnit'], message: unitsExpected(targets) });
  }
  for (const [name, value] of Object.entries(values)) {
    const expected = targets
      .map((target) => valueExpected(target, value))
      .find((one) => one !== null);
    if (expected !== undefined && expected !== null) {
      findings.push({ path: ['values', name], message: `Expected ${expected}, or ignore` });
    }
  }
  return findings;
}

function takesUnit(target: string, unit: string): boolean {
  if (target === 'ignore') return true;
  if (target === 'supplemental-oxygen' && sameSpelling(unit) === '1') return true;
  return dimensionsOf(target).some((dimension) => unitOf(dimension, unit) !== undefined);
}

function unitsExpected(targets: readonly string[]): string {
  const spellings = targets
    .flatMap(dimensionsOf)
    .flatMap((dimension) => UNITS[dimension].flatMap((unit) => unit.spellings));
  if (spellings.length === 0) return 'Expected no unit: the values are no numbers';
  return `Expected one of the units ${[...new Set(spellings)].join(', ')}`;
}

/** What a value of the file should be instead; `null` if it fits. */
function valueExpected(target: string, value: string | number | boolean): string | null {
  if (value === 'ignore' || target === 'ignore') return null;
  if (target.startsWith('care-need:')) {
    return value === 'start' || value === 'stop' ? null : 'start or stop';
  }
  if (target.startsWith('task:')) return typeof value === 'boolean' ? null : 'true or false';
  if (target.startsWith('assessment:')) return typeof value === 'number' ? null : 'a number';
  return valueProblem(observationCode(target)!, value);
}
