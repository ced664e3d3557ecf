import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

const { packages } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'),
) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

describe('the lock file', () => {
  it('holds an integrity hash for every package, those of other platforms included', () => {
    const unchecked = locked.filter(
      ([, { integrity }]) => !/^sha512-\S{86}==$/.test(integrity ?? ''),
    );
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });

  it('covers the native packages of every platform that DuckDB is published for', () => {
    const platforms = locked.flatMap(
      ([path]) => /@duckdb\/node-bindings-(.+)$/.exec(path)?.[1] ?? [],
    );
    expect(platforms.sort()).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-arm64-musl',
      'linux-x64',
      'linux-x64-musl',
      'win32-arm64',
      'win32-x64',
    ]);
  });
});
