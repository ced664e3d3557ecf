import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Those of requirements.txt that tests use. */
const PACKAGES = ['pyarrow', 'duckdb', 'schemathesis'];
const HAS_THEM = `import sys, importlib.util as u; sys.exit(any(u.find_spec(p) is None for p in ${JSON.stringify(PACKAGES)}))`;

/** A Python that has the clients the tests use: that of `.data/venv`, else that of the machine; null for none. */
export function findPython(): string | null {
  const own = resolve('.data/venv/bin/python');
  const python = existsSync(own) ? own : 'python3';
  return spawnSync(python, ['-c', HAS_THEM], { stdio: 'ignore' }).status === 0 ? python : null;
}
