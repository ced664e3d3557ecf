/** Characters of an id that is sought within other text, at least: shorter ones are words and numbers, too. */
const SHORTEST_SOUGHT = 4;

/** Nothing matches it. */
const NOTHING = '[^\\s\\S]';

/**
 * Pattern (JavaScript with `u`, RE2) of free text that names an encounter: the id as a word of its own. A longer
 * id that begins with it is another encounter's.
 */
export function wordPattern(encounterId: string): string {
  return encounterId.length < SHORTEST_SOUGHT ? NOTHING : between('[^\\p{L}\\p{N}_-]', encounterId);
}

/** Pattern of an id, as of an event, that is made of an encounter's id and other parts. */
export function partPattern(encounterId: string): string {
  return encounterId.length < SHORTEST_SOUGHT ? NOTHING : between('[^\\p{L}\\p{N}]', encounterId);
}

/** Whether a record that may be no event, or no JSON, names an encounter, however JSON spells it. */
export function mentions(raw: Uint8Array, encounterId: string): boolean {
  const pattern =
    encounterId.length < SHORTEST_SOUGHT
      ? new RegExp(between('["\']', encounterId), 'u')
      : new RegExp(partPattern(encounterId), 'u');
  let text = Buffer.from(raw).toString('utf8');
  // JSON may lie within a text of JSON
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
