/** What a person reads whose browser meets a problem, by its status, in Swedish and English. */
const TEXTS: Readonly<Record<number, readonly [sv: string, en: string]>> = {
  401: ['Du är inte inloggad.', 'You are not signed in.'],
  403: ['Du har inte behörighet att se det här.', 'You don’t have access.'],
  404: ['Sidan finns inte.', 'Page not found.'],
  429: [
    'Servern är hårt belastad. Försök igen om en stund.',
    'The server is busy. Try again in a moment.',
  ],
  503: [
    'Det fungerar inte just nu. Försök igen om en stund.',
    'This does not work right now. Try again in a moment.',
  ],
};
const WRONG_REQUEST = ['Adressen går inte att använda.', 'This address cannot be used.'] as const;
const BROKEN = ['Något gick fel i servern.', 'Something went wrong on the server.'] as const;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A problem as a page for a browser: in words, with a way home, the problem itself below.
 * @param problem as other clients get it
 */
export function problemPage(problem: { readonly status: number }): string {
  const { status } = problem;
  const [sv, en] = TEXTS[status] ?? (status < 500 ? WRONG_REQUEST : BROKEN);
  const details = JSON.stringify(problem, null, 2).replace(/[&<>]/g, (sign) => ESCAPES[sign]!);
  return `<!doctype html>
<html lang="sv">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${sv} – Vårdintensitet</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/problem.css" />
  </head>
  <body>
    <main>
      <h1>${sv}</h1>
      <p><a href="/">Till översikten</a> <a href="/help/sv/">Hjälp</a></p>
      <section lang="en">
        <h2>${en}</h2>
        <p><a href="/">To the overview</a> <a href="/help/en/">Help</a></p>
      </section>
      <details>
        <summary>Tekniska uppgifter / <span lang="en">Technical details</span></summary>
        <pre lang="en" tabindex="0">${details}</pre>
      </details>
    </main>
  </body>
</html>
`;
}

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
