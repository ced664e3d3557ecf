import { expect, test } from 'vitest';
import { wantsPage } from '../../../services/http/wants-page.ts';

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
