import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, cli, results } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-kill-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6);

describe('a replay that is killed', () => {
  const events = at('simulated.ndjson');
  const site = at('simulated.site.json');
  const args = (out: string) => [
    ...['replay', events, '--site', site, '--out', out],
    ...['--commit-events', '5000'],
  ];
  let undisturbed: string[];
  let duration: number;

  beforeAll(() => {
    const made = cli('simulate', '--wards', '8', '--days', '6', '--seed', '3', '--out', events);
    expect(made.status, made.stderr).toBe(0);
    const started = performance.now();
    const run = cli(...args(at('undisturbed')));
    duration = performance.now() - started;
    expect(run.status, run.stderr).toBe(3);
    undisturbed = results(at('undisturbed'));
  });

  test(`${ROUNDS} times at random moments, started again, ends with the same bytes`, async () => {
    const out = at('killed');
    let kills = 0;
    while (kills < ROUNDS) {
      const process = spawn(CLI[0], [...CLI.slice(1), ...args(out)], {
        stdio: 'ignore',
        detached: true,
      });
      const ended = new Promise<boolean>((resolve) => process.on('exit', () => resolve(true)));
      const moment = duration * (0.1 + 0.85 * Math.random());
      if (await Promise.race([ended, sleep(moment, false)])) {
        // it was done before the kill: from the beginning again
        expect(results(out)).toEqual(undisturbed);
        rmSync(out, { recursive: true });
        continue;
      }
      killGroup(process);
      await ended;
      kills++;
    }
    const run = cli(...args(out));
    expect(run.status, run.stderr).toBe(3);
    expect(results(out)).toEqual(undisturbed);
  });
});

function killGroup({ pid }: ChildProcess): void {
  process.kill(-pid!, 'SIGKILL');
}
