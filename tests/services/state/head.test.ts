import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { headFile, NOTHING_DERIVED, readHead, writeHead } from '../../../services/state/head.ts';

const root = mkdtempSync(join(tmpdir(), 'vi-head-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(root, 'data-'));
});

const journal = { id: '2f1c', end: 4203, hash: 'A'.repeat(43) };
const REFUSAL = /head\.json is damaged.*"doctor --data/;

test('a head is read as it was written', async () => {
  expect(await readHead(data)).toBeNull();
  await writeHead(data, { journal, ...NOTHING_DERIVED });
  expect(await readHead(data)).toMatchObject({ journal, ...NOTHING_DERIVED });
});

test('a flip of any bit is no other head: it is the same, or damaged', async () => {
  await writeHead(data, { journal, ...NOTHING_DERIVED });
  const whole = await readHead(data);
  const bytes = readFileSync(headFile(data));
  let damaged = 0;
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(headFile(data), flipped);
    const read = await readHead(data).catch((error: Error) => {
      expect(error.message).toMatch(REFUSAL);
      damaged++;
      return whole;
    });
    expect(read, `bit ${bit}`).toEqual(whole);
  }
  expect(damaged).toBeGreaterThan(bytes.length * 7);
});

test('a head of a version that noted no sum is read', async () => {
  const fixture = new URL('../../fixtures/state-13/head.json', import.meta.url);
  writeFileSync(headFile(data), readFileSync(fixture));
  expect(await readHead(data)).toMatchObject({ journal: { end: 2459 }, scorer: { next: 2459 } });
});

test('what cannot be read is named', async () => {
  mkdirSync(headFile(data));
  await expect(readHead(data)).rejects.toThrow(REFUSAL);
});
