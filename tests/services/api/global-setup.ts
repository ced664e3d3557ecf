import type { TestProject } from 'vitest/node';
import { noteSkipped } from '../../support/skipped.ts';
import { findPython } from './find-python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Python with the packages of requirements.txt. */
    python: string | null;
  }
}

/** Finds out once whether there are Python clients, and says in one line where there are none. */
export default function setup(project: TestProject): void {
  const python = findPython();
  project.provide('python', python);
  if (python !== null) return;
  noteSkipped(
    'the API with Python clients and Schemathesis',
    'python3 -m venv .data/venv && .data/venv/bin/pip install -r tests/services/api/requirements.txt',
  );
}
