import { expect, test } from 'vitest';
import { problemPage, wantsPage } from '../../../services/http/problem-page.ts';

test.each([
  [401, 'Du är inte inloggad.', 'You are not signed in.'],
  [404, 'Sidan finns inte.', 'Page not found.'],
  [405, 'Adressen går inte att använda.', 'This address cannot be used.'],
  [500, 'Något gick fel i servern.', 'Something went wrong on the server.'],
])('a browser reads what %d means, in Swedish and English, with a way home', (status, sv, en) => {
  const page = problemPage({ status });
  expect(page).toContain(`<title>${sv} – Vårdintensitet</title>`);
  expect(page).toContain(`<h1>${sv}</h1>`);
  expect(page).toMatch(new RegExp(`<section lang="en">\\s*<h2>${en}</h2>`));
  expect(page.match(/href="\/"/g)).toHaveLength(2);
});

test('what a problem says is text, never markup', () => {
  const page = problemPage({ status: 400, ...{ detail: '<script>alert("&")</script>' } });
  expect(page).toContain('&lt;script&gt;alert(\\"&amp;\\")&lt;/script&gt;');
  expect(page).not.toContain('<script');
});

test.each([
  // Firefox and Chromium, going to an address
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', true],
  ['text/html', true],
  ['TEXT/HTML;level=1; Q=0.5', true],
  ['application/json;q=0.8, text/html;q=0.9', true],
  [undefined, false],
  ['', false],
  // fetch, curl, EventSource, an image
  ['*/*', false],
  ['text/event-stream', false],
  ['image/avif,image/webp,*/*;q=0.8', false],
  ['application/json, text/plain, */*', false],
  ['application/json, text/html', false],
  ['application/problem+json, text/html;q=0.9', false],
  ['text/html;q=0', false],
  ['text/html;q=x', false],
])('a client that accepts %s wants a page: %s', (accept, wants) => {
  expect(wantsPage(accept)).toBe(wants);
});
