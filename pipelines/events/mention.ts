/** Shortest id that is searched for in other text: shorter ones are also words and numbers. */
const SHORTEST_SEARCHED = 4;

/** Matches nothing. */
const NOTHING = '[^\\s\\S]';

/**
 * Returns a pattern (JavaScript with `u`, RE2) for free text that names an encounter: the id as a word. A longer id
 * that begins with it is another encounter's.
 */
export function wordPattern(encounterId: string): string {
  return encounterId.length < SHORTEST_SEARCHED
    ? NOTHING
    : between('[^\\p{L}\\p{N}_-]', encounterId);
}

/** Returns a pattern for an id (of an event, for example) that contains an encounter's id as a part. */
export function partPattern(encounterId: string): string {
  return encounterId.length < SHORTEST_SEARCHED ? NOTHING : between('[^\\p{L}\\p{N}]', encounterId);
}

/** True if a record, which may be no event and no JSON, names an encounter in any JSON spelling. */
export function mentions(raw: Uint8Array, encounterId: string): boolean {
  const pattern =
    encounterId.length < SHORTEST_SEARCHED
      ? new RegExp(between('["\']', encounterId), 'u')
      : new RegExp(partPattern(encounterId), 'u');
  let text = Buffer.from(raw).toString('utf8');
  // a JSON string may contain JSON
  for (let depth = 0; depth <= 3; depth++) {
    if (pattern.test(text.normalize())) return true;
    const plain = unescaped(text);
    if (plain === text) return false;
    text = plain;
  }
  return false;
}

function between(edge: string, encounterId: string): string {
  const literal = encounterId.normalize().replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return `(^|${edge})${literal}($|${edge})`;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(["\\/]))/g, (_, code?: string, plain?: string) =>
    code === undefined ? plain! : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
