import { findNodeAtLocation, type Node } from 'jsonc-parser';

/** Something that is wrong in a mapping file. */
export interface Mistake {
  /** From 1; 0 if the file cannot be read at all. */
  readonly line: number;
  /** Where in the file, as `channels/0/provides`; empty for the file as a whole. */
  readonly at: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** What a rule finds: where, and what was expected. Never the value. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** A mistake at a place of a file, or at the nearest thing around it that is there. */
export function mistakeAt(text: string, tree: Node, path: Path, message: string): Mistake {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node === undefined) continue;
    const isNamed = node.parent?.type === 'property' && length === path.length;
    const { offset } = isNamed ? node.parent! : node;
    return { line: lineAt(text, offset), at: path.join('/'), message };
  }
  return { line: 1, at: path.join('/'), message };
}

/** The line of an offset in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (
    let end = text.indexOf('\n');
    end !== -1 && end < offset;
    end = text.indexOf('\n', end + 1)
  ) {
    line++;
  }
  return line;
}

/** Names that an object has twice: the second would silently win. */
export function repeatedNames(node: Node): { readonly path: Path; readonly offset: number }[] {
  const found: { path: Path; offset: number }[] = [];
  const visit = (value: Node, path: Path) => {
    const names = new Set<string>();
    for (const [index, child] of (value.children ?? []).entries()) {
      if (value.type === 'array') {
        visit(child, [...path, index]);
        continue;
      }
      const [key, content] = child.children!;
      const name = String(key!.value);
      if (names.has(name)) found.push({ path: [...path, name], offset: child.offset });
      names.add(name);
      if (content !== undefined) visit(content, [...path, name]);
    }
  };
  visit(node, []);
  return found;
}
