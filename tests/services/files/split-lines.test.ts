import { expect, test } from 'vitest';
import { lines } from '../../../services/files/split-lines.ts';

const LARGE = `"${'x'.repeat(200)}"`;
const TEXT = `\ufeff{"a":1}\n\n{"b":"å"}\r\n \t\n${LARGE}\n\n{"c":3}`;

async function* pieces(bytes: Buffer, ends: readonly number[]) {
  let at = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(at, end);
    at = end;
  }
}

async function split(text: string, ends: readonly number[], from = 0) {
  const found: [number, string][] = [];
  let last = { nextOffset: 0, endsOpen: false };
  for await (const group of lines(pieces(Buffer.from(text), ends), from, 2)) {
    for (const { offset, bytes } of group.records) found.push([offset, bytes.toString()]);
    last = group;
  }
  return { found, nextOffset: last.nextOffset, endsOpen: last.endsOpen };
}

const EXPECTED: [number, string][] = [
  [0, '{"a":1}'],
  [2, '{"b":"å"}\r'],
  [4, LARGE],
  [6, '{"c":3}'],
];

test('lines are the same wherever the stream is cut', async () => {
  const { length } = Buffer.from(TEXT);
  for (let end = 0; end <= length; end++) {
    for (const ends of [[end], [end, end], [Math.max(0, end - 1), end], [3, Math.max(3, end)]]) {
      expect(await split(TEXT, ends)).toEqual({ found: EXPECTED, nextOffset: 7, endsOpen: true });
    }
  }
  const each = Array.from({ length }, (_, at) => at);
  expect((await split(TEXT, each)).found).toEqual(EXPECTED);
});

test('lines that were read before are skipped, and blank ones counted', async () => {
  expect(await split(`${TEXT}\n`, [9], 3)).toEqual({
    ...{ found: EXPECTED.slice(2), nextOffset: 7, endsOpen: false },
  });
});
