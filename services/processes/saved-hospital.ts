import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveState } from '../../pipelines/sources/simulator/live.ts';
import { writeAtomically } from '../platform/durable-files.ts';

/** Changes with what a hospital is made of: the past of another is made again. */
const FORMAT = 1;
const SUM_LENGTH = 64;

const stateFile = (data: string) => join(data, 'simulation-state');

/** Writes where the simulated hospital of a data folder is, so that a restart does not make its past again. */
export async function keepHospital(data: string, plan: object, live: LiveState): Promise<void> {
  const header = `${JSON.stringify({ format: FORMAT, plan, taken: live.taken })}\n`;
  const body = Buffer.concat([Buffer.from(header), live.state]);
  await writeAtomically(
    stateFile(data),
    (temporary) =>
      writeFile(temporary, Buffer.concat([Buffer.from(sumOf(body)), body]), { mode: 0o600 }),
    `${stateFile(data)}.tmp`,
  );
}

/** Returns where the hospital of a plan was; undefined if that is not known, or not whole. */
export async function savedHospital(data: string, plan: object): Promise<LiveState | undefined> {
  const bytes = await readFile(stateFile(data)).catch(() => Buffer.alloc(0));
  const body = bytes.subarray(SUM_LENGTH);
  const end = body.indexOf('\n');
  if (end === -1 || bytes.toString('latin1', 0, SUM_LENGTH) !== sumOf(body)) return undefined;
  const header = JSON.parse(body.toString('utf8', 0, end));
  const { taken } = header;
  if (JSON.stringify(header) !== JSON.stringify({ format: FORMAT, plan, taken })) return undefined;
  return { taken, state: body.subarray(end + 1) };
}

const sumOf = (body: Buffer) => createHash('sha256').update(body).digest('hex');
