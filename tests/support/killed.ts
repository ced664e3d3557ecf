import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, cliWith } from './cli.ts';

const PRELOAD = { NODE_OPTIONS: `--import ${new URL('kill-at.mjs', import.meta.url)}` };

/** Where a command ends: before its nth change of the file system, or a while after it. */
export interface Kill {
  readonly at: number;
  readonly by: 'SIGKILL' | 'SIGTERM';
  /** Milliseconds. */
  readonly delay: number;
}

/** The number of changes of the file system that a command makes when nobody ends it. */
export function changesOf(...args: string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'vi-changes-'));
  try {
    const file = join(folder, 'changes');
    const { status, stderr } = cliWith({ ...PRELOAD, KILL_CHANGES: file }, ...args);
    if (status !== 0) throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
    return Number(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a command that is ended in the middle. */
export function killed({ at, by, delay }: Kill, ...args: string[]) {
  const environment = { ...PRELOAD, KILL_AT: `${at}`, KILL_BY: by, KILL_DELAY: `${delay}` };
  return running(environment, ...args);
}

/** Runs a command beside what this process does. */
export function running(environment: NodeJS.ProcessEnv, ...args: string[]) {
  return new Promise<{ status: number | null; signal: string | null; stderr: string }>(
    (resolve) => {
      const child = spawn(CLI[0], [...CLI.slice(1), ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...environment },
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.on('close', (status, signal) => resolve({ status, signal, stderr }));
    },
  );
}
