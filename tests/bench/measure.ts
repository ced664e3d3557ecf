import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurements } from './measurements.ts';

type Input<Name extends keyof Measurements> = Parameters<Measurements[Name]>[0];
type Result<Name extends keyof Measurements> = Awaited<ReturnType<Measurements[Name]>>;

export interface Measured<T> {
  readonly result: T;
  /** The most memory its process held, in megabytes. */
  readonly peakRssMb: number;
}

/**
 * Runs a measurement in a new process: nothing that ran before is in its heap, its compiled code or
 * its peak memory. The parent must stay small, since on Linux a child's peak starts at its parent's.
 * @throws Error where the process fails; what it says of it is on stderr
 */
export function measure<Name extends keyof Measurements>(
  name: Name,
  input: Input<Name>,
): Promise<Measured<Result<Name>>> {
  const script = fileURLToPath(new URL('process.ts', import.meta.url));
  const child = fork(script, [name, JSON.stringify(input ?? null)]);
  return new Promise((resolve, reject) => {
    let message: Measured<Result<Name>> | undefined;
    child.on('message', (value) => {
      message = value as Measured<Result<Name>>;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0 && message !== undefined) resolve(message);
      else reject(new Error(`The measurement "${name}" failed (${signal ?? `exit ${code}`})`));
    });
  });
}
