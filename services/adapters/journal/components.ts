import type { GroupLink } from './group-id.ts';

/** Groups that are interpreted together. */
export interface Component {
  /** Names the whole: where all others are merged into. */
  readonly root: string;
  /** Every group of it, the root among them. */
  readonly members: readonly string[];
}

/** The links of groups to others, followed to where they lead. */
export class Merges {
  private readonly targets = new Map<string, string>();

  /** @param links only those by which groups are joined */
  constructor(links: readonly GroupLink[]) {
    for (const { from, to } of links) {
      const known = this.targets.get(from);
      // of several the first by its characters, so that the order of records decides nothing
      if (from !== to && (known === undefined || to < known)) this.targets.set(from, to);
    }
  }

  /** Where a group is merged into, itself if it is not. Of groups merged in a circle the first by its characters. */
  rootOf(group: string): string {
    const passed = new Set<string>();
    let at = group;
    for (let next = this.targets.get(at); next !== undefined; next = this.targets.get(at)) {
      if (passed.has(at)) return [...passed].toSorted()[0]!;
      passed.add(at);
      at = next;
    }
    return at;
  }
}

/** Joins groups by their links, whichever way they point. */
export function componentsOf(groups: readonly string[], links: readonly GroupLink[]): Component[] {
  const neighbours = new Map<string, string[]>(groups.map((group) => [group, []]));
  const join = (from: string, to: string) => {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else known.push(to);
  };
  for (const { from, to } of links) {
    join(from, to);
    join(to, from);
  }
  const merges = new Merges(links);
  const seen = new Set<string>();
  const components: Component[] = [];
  for (const group of [...neighbours.keys()].toSorted()) {
    if (seen.has(group)) continue;
    const members = [group];
    seen.add(group);
    for (let at = 0; at < members.length; at++) {
      for (const next of neighbours.get(members[at]!)!) {
        if (seen.has(next)) continue;
        seen.add(next);
        members.push(next);
      }
    }
    const roots = members.map((member) => merges.rootOf(member)).toSorted();
    components.push({ root: roots[0]!, members: members.toSorted() });
  }
  return components;
}
