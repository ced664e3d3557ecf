import { expect, test } from 'vitest';
import { hasVersion } from '../../../services/http/etag.ts';

const has = (known: string | undefined, tag: string) =>
  hasVersion({ headers: known === undefined ? {} : { 'if-none-match': known } }, tag);

/** RFC 9110, 8.8.3.2 (weak comparison) and 13.1.2. */
test.each([
  ['W/"1"', 'W/"1"'],
  ['"1"', 'W/"1"'],
  ['W/"1"', '"1"'],
  ['*', 'W/"1"'],
  [' * ', 'W/"1"'],
  ['"0", W/"1"', 'W/"1"'],
  ['"0",W/"1","2"', '"1"'],
  [', ,"1",', '"1"'],
  ['"a,b"', '"a,b"'],
  ['"a","a,b"', 'W/"a,b"'],
  ['""', '""'],
])('%s names %s', (known, tag) => {
  expect(has(known, tag)).toBe(true);
});

test.each([
  [undefined, '"1"'],
  ['', '"1"'],
  ['"2"', '"1"'],
  ['1', '"1"'],
  // not a list: * stands alone
  ['"0", *', '"1"'],
  ['*, "1"', '"1"'],
  ['w/"1"', '"1"'],
  ['"1', '"1"'],
  // one tag that holds a comma is not two
  ['"1,2"', '"1"'],
  ['"x,"1",y"', '"1"'],
  [`${'"a",'.repeat(3_000)}x`, '"1"'],
])('%s does not name %s', (known, tag) => {
  expect(has(known, tag)).toBe(false);
});
