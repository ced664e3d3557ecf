import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { EndedSessions } from '../../../services/security/auth/ended-sessions.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-ended-'));
const path = join(folder, 'ended-sessions');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let now = 0;
beforeEach(() => {
  now = 1_000;
  rmSync(path, { force: true });
});

const open = (most?: number) => EndedSessions.open(path, () => now, most);
const session = (index: number, end = 1e9) => ({ id: `s${index}`, start: index, end });

test('what is ended stays so over a restart, until it would be over', async () => {
  const ended = await open();
  await ended.add(session(1, 2_000));
  await ended.add(session(2));
  expect([1, 2, 3].map((index) => ended.has(`s${index}`, index))).toEqual([true, true, false]);
  expect(statSync(path).mode & 0o077).toBe(0);
  now = 2_000;
  const again = await open();
  expect(again.has('s2', 2)).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('{"id":"s2","start":2,"end":1000000000}\n');
});

test('a line that is cut off is skipped, and those around it count', async () => {
  await (await open()).add(session(1));
  appendFileSync(path, '{"id":"s2","sta');
  const ended = await open();
  await ended.add(session(3));
  expect(['s1', 's2', 's3'].map((id) => (ended.has(id, 5) ? id : ''))).toEqual(['s1', '', 's3']);
  expect((await open()).has('s3', 5)).toBe(true);
});

test('they are bounded: of more, what began as early as the oldest is ended', async () => {
  const ended = await open(10);
  for (let index = 1; index <= 100; index++) await ended.add(session(index));
  for (const each of [ended, await open(10)]) {
    for (let index = 1; index <= 100; index++) expect(each.has(`s${index}`, index)).toBe(true);
    expect(each.has('new', 101)).toBe(false);
  }
  expect(readFileSync(path, 'utf8').trim().split('\n').length).toBeLessThanOrEqual(11);
});

test('many at a time are all there', async () => {
  const ended = await open();
  await Promise.all(Array.from({ length: 50 }, (_, index) => ended.add(session(index))));
  const again = await open();
  expect(Array.from({ length: 50 }, (_, index) => again.has(`s${index}`, 99))).not.toContain(false);
});
