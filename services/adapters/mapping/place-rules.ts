import type { Finding } from './lines.ts';
import { comparable, ELSEWHERE, isElsewhere } from './places.ts';
import type { Mapping } from './schema.ts';
import { isUndecided } from './undecided.ts';

/** Places name wards of the site, each place once; systems that number visits have one name of ours. */
export function placeMistakes(
  { places, authorities, classes }: Mapping,
  wards: ReadonlySet<string> | null,
): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [name, meaning] of Object.entries(places)) {
    const path = ['places', name];
    if (isUndecided(meaning)) {
      const message = `To decide: write a ward, or ${ELSEWHERE.join(', ')}, in place of the question mark`;
      findings.push({ path, message });
    } else if (!isElsewhere(meaning) && wards?.has(meaning) === false) {
      const message = `Expected a ward of the site file, or ${ELSEWHERE.join(', ')}`;
      findings.push({ path, message });
    }
    const same = comparable(name);
    if (same === '') findings.push({ path, message: 'Expected the name of a place' });
    else if (seen.has(same)) {
      findings.push({ path, message: 'Expected each place once: case and blanks do not matter' });
    }
    seen.add(same);
  }
  const owners = new Map<string, string>();
  for (const [ours, names] of Object.entries(authorities)) {
    names.forEach((name, index) => {
      const owner = owners.get(name) ?? ours;
      if (owner !== ours) {
        const message = 'Expected each name of a system once';
        findings.push({ path: ['authorities', ours, index], message });
      }
      owners.set(name, owner);
    });
  }
  classes.ignore.forEach((name, index) => {
    if (!classes.count.includes(name)) return;
    const message = 'Expected a class that is not among those that count';
    findings.push({ path: ['classes', 'ignore', index], message });
  });
  return findings;
}
