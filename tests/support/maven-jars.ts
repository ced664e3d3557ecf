import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { PATIENCE } from './patience.ts';

/** Whether Java 17 or newer is there. */
function hasJava(): boolean {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1]) >= 17;
}

/**
 * The folder of the jars of a POM, fetched with Maven where they are not there.
 * @param jars the folder: its name has their versions, so that it is fetched once for a machine
 * @returns what is missing instead, where they cannot be had
 */
export function mavenJars(pom: string, jars: string): { folder: string } | { missing: string } {
  if (!hasJava()) return { missing: 'Java 17 or newer (and Maven, once)' };
  if (existsSync(jars)) return { folder: jars };
  const fetched = `${jars}.${process.pid}`;
  try {
    mkdirSync(fetched, { recursive: true });
    const copy = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies'];
    execFileSync('mvn', [...copy, `-DoutputDirectory=${fetched}`], {
      stdio: 'pipe',
      timeout: PATIENCE,
    });
    renameSync(fetched, jars);
    return { folder: jars };
  } catch {
    rmSync(fetched, { recursive: true, force: true });
    // another run may have been first
    if (existsSync(jars)) return { folder: jars };
    return { missing: 'Maven, to fetch jars with' };
  }
}
