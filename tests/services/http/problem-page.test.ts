import { expect, test } from 'vitest';
import { problemPage } from '../../../services/http/problem-page.ts';

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
