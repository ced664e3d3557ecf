/** Types of JSON that a client may name. */
const JSON_TYPES = ['application/json', 'application/problem+json'];

/**
 * Whether a client would rather show a page to a person than read JSON: a browser that goes to an address. It names
 * HTML, and no JSON as much. Also for an address that cannot be decoded, whose request has no decorators.
 * @param accept the header of the request (RFC 9110, 12.5.1)
 */
export function wantsPage(accept: string | undefined): boolean {
  const named = new Map((accept ?? '').split(',').map(typeAndQuality));
  const quality = (type: string) => named.get(type) ?? 0;
  return quality('text/html') > Math.max(...JSON_TYPES.map(quality));
}

function typeAndQuality(part: string): [type: string, quality: number] {
  const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const quality = parameters.find((text) => text.startsWith('q='));
  return [type, quality === undefined ? 1 : Number(quality.slice(2)) || 0];
}
