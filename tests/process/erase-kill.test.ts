import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holding } from '../services/state/erasure/folder.ts';
import { CLI, cli } from '../support/cli.ts';
import { at, event, siteWith } from '../support/scenario.ts';
import { openServe } from '../support/test-server.ts';

const ERASED = 'P-4711-0815';
const ROUNDS = Number(process.env.ERASE_KILLS ?? 6);

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'vi-erase-kill-'));
  const serve = await openServe({
    ...{ data: join(root, 'before'), site: siteWith() },
    now: () => at('12') / 1000,
  });
  await serve.start();
  const stays = [ERASED, 'P-9999-0001'].flatMap((encounterId) => [
    event('7', { type: 'admission', encounterId, wardId: 'A' }),
    event('8', { type: 'observation', encounterId, code: 'heart-rate', value: 131 }),
  ]);
  const judged = { type: 'judgement', id: 'j1', source: 'unit', wardId: 'A', value: 1 } as const;
  const events = [...stays, event('10', judged), event('11:30', { type: 'tick' })];
  await serve.ingest.queue.submit({ events, rejected: [] }, { subject: 'adt', sources: '*' });
  await serve.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const command = (data: string) => ['erase', '--data', data, '--encounter', ERASED];
const ended = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve));

test(`erasing that is killed at any moment is finished by the same command (${ROUNDS} rounds)`, async () => {
  const whole = join(root, 'whole');
  cpSync(join(root, 'before'), whole, { recursive: true });
  const began = performance.now();
  expect(cli(...command(whole))).toMatchObject({ status: 0 });
  const took = performance.now() - began;
  for (let round = 0; round < ROUNDS; round++) {
    const data = join(root, `${round}`);
    cpSync(join(root, 'before'), data, { recursive: true });
    const child = spawn(CLI[0], [...CLI.slice(1), ...command(data)], { stdio: 'ignore' });
    const end = ended(child);
    // most of the time is the start of the program
    await sleep(took * (0.4 + (0.6 * round) / ROUNDS));
    child.kill('SIGKILL');
    await end;
    const { status, stderr } = cli(...command(data));
    expect(status, stderr).toBe(0);
    expect(await holding(data, ERASED)).toEqual([]);
  }
});

test('the command takes an encounter or a judgement, and not both', () => {
  const data = join(root, 'before');
  const erase = (...options: string[]) => cli('erase', '--data', data, ...options);
  expect(erase()).toMatchObject({ status: 2 });
  expect(erase('--encounter', ERASED, '--judgement', 'j1')).toMatchObject({ status: 2 });
  expect(erase('--judgement', 'j1', '--forget-published')).toMatchObject({ status: 2 });
  const one = join(root, 'judgement');
  cpSync(data, one, { recursive: true });
  const erased = cli('erase', '--data', one, '--judgement', 'j1', '--source', 'unit');
  expect(erased.stderr).toContain('Erased: 1 record of the journal, 0 dead letters.');
  expect(erased.status).toBe(0);
  const again = cli('erase', '--data', one, '--judgement', 'j1', '--source', 'unit');
  expect(again.stderr).toContain('had nothing about it: are id and --source right?');
});

test('a file of the user that names it is listed, and the exit code says so', () => {
  const data = join(root, 'listed');
  cpSync(join(root, 'before'), data, { recursive: true });
  writeFileSync(join(data, 'handover.txt'), `${ERASED} goes home on Monday\n`);
  const { status, stderr } = cli(...command(data));
  expect(status, stderr).toBe(3);
  expect(stderr).toContain('handover.txt still names it');
});
