import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { noteSkipped } from '../../support/skipped.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether there is Prometheus's tool for rules. */
    hasPromtool: boolean;
  }
}

/** Finds out once whether there is promtool, and says in one line where there is none. */
export default function setup(project: TestProject): void {
  const hasPromtool = spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0;
  project.provide('hasPromtool', hasPromtool);
  if (!hasPromtool) noteSkipped('the alert rules', 'promtool: apt-get install prometheus');
}
